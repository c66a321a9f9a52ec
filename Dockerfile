# One static binary on an empty image: no shell, no libc, not root. BuildKit and the classic builder both take this file.
#
#   docker build -t cognitwo .                                  the emulator: the last stage is the default one
#   docker buildx build --platform linux/amd64,linux/arm64 .    both architectures: the compiler runs natively and cross-compiles
#   docker run --rm -p 2646:2646 cognitwo
#
# The stages migrate-user and client are the example programs of docker-compose.yml.

# The classic builder knows no BUILDPLATFORM; there "linux" stands for its own platform.
FROM --platform=${BUILDPLATFORM:-linux} golang:1.26 AS build
# An empty directory that the non-root user will own: a fresh volume mounted over it takes its owner from here.
WORKDIR /data
WORKDIR /src
COPY go.mod go.sum ./
RUN ["go", "mod", "download"]
COPY . .
# BuildKit sets TARGETARCH from --platform. Where it is empty, Go builds for the machine that it runs on.
ARG TARGETARCH
ENV CGO_ENABLED=0 GOOS=linux GOARCH=$TARGETARCH GOFLAGS="-trimpath '-ldflags=-s -w'"
RUN ["go", "build", "-o", "/out/", "./cmd/cognitwo"]

FROM build AS build-examples
RUN ["go", "build", "-o", "/out/", "./fixtures/lambdas/migrate-user", "./fixtures/client"]

FROM scratch AS migrate-user
COPY --from=build-examples /out/migrate-user /migrate-user
USER 65532:65532
ENTRYPOINT ["/migrate-user"]

FROM scratch AS client
COPY --from=build-examples /out/client /client
USER 65532:65532
ENTRYPOINT ["/client"]

FROM scratch AS cognitwo
# For functions, identity providers and mail servers that are reached over TLS.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build --chown=65532:65532 /data /data
COPY --from=build /out/cognitwo /cognitwo
USER 65532:65532
ENV COGNITWO_LISTEN=:2646
EXPOSE 2646
HEALTHCHECK --interval=2s --timeout=2s --start-period=5s --retries=5 CMD ["/cognitwo", "ready"]
ENTRYPOINT ["/cognitwo"]
