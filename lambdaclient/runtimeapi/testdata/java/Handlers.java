import com.amazonaws.services.lambda.runtime.Context;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/** Handlers in the ways that Java functions answer. */
public class Handlers {
    public Object echo(Object event) {
        return event;
    }

    public void bytes(InputStream event, OutputStream answer) throws Exception {
        event.transferTo(answer);
    }

    public Object nothing(Object event) {
        return null;
    }

    public Object error(Object event) {
        throw new IllegalStateException("Bad password");
    }

    public Object caused(Object event) {
        throw new IllegalStateException("outside", new RuntimeException("inside"));
    }

    public Object exit(Object event) {
        System.exit(3);
        return null;
    }

    public Object print(Object event) {
        System.out.println("out " + event);
        return event;
    }

    public Object context(Object event, Context context) {
        return Map.of("id", context.getAwsRequestId(), "arn", context.getInvokedFunctionArn(), "name", context.getFunctionName(),
            "version", context.getFunctionVersion(), "left", context.getRemainingTimeInMillis());
    }
}
