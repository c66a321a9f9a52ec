//! A Lambda function on AWS's client for Rust, which answers, fails or dies as the name of its handler says.
use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde_json::{json, Value};
use std::time::SystemTime;

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    let (event, context) = event.into_parts();
    match std::env::var("_HANDLER")?.as_str() {
        "echo" => Ok(event),
        "nothing" => Ok(Value::Null),
        "error" => Err("Bad password".into()),
        "panic" => panic!("boom"),
        "exit" => std::process::exit(3),
        "print" => {
            println!("out {event}");
            Ok(event)
        }
        "context" => {
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_millis() as u64;
            Ok(json!({
                "id": context.request_id, "arn": context.invoked_function_arn, "name": context.env_config.function_name,
                "version": context.env_config.version, "left": context.deadline.saturating_sub(now),
            }))
        }
        other => Err(format!("there is no handler {other}").into()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(handle)).await
}
