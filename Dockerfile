# syntax=docker/dockerfile:1

FROM rust:1.95-slim-bookworm AS build
WORKDIR /source
COPY . .
# What was compiled before is kept between builds, outside the layers.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/source/target \
    cargo build --release --locked --bin lehrgeld \
    && install -D target/release/lehrgeld /image/usr/local/bin/lehrgeld \
    && install -D -m 644 LICENSE /image/usr/share/doc/lehrgeld/LICENSE \
    && install -D -m 644 /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ca-certificates.crt \
    && mkdir /empty

FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="Lehrgeld" \
      org.opencontainers.image.description="A GraphQL service of what municipalities learned" \
      org.opencontainers.image.licenses="EUPL-1.2"
COPY --from=build /image/ /
COPY --from=build --chown=65534:65534 /empty /data

ENV LEHRGELD_LISTEN=0.0.0.0:8080 \
    LEHRGELD_DATA_DIR=/data
# nobody, who owns nothing but the data.
USER 65534:65534
VOLUME /data
EXPOSE 8080
# The first start fills the database and builds the index.
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
    CMD ["lehrgeld", "health"]
ENTRYPOINT ["lehrgeld"]
CMD ["serve"]
