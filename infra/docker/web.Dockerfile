# The page, and under the same origin the way to the gateway:
#   docker build -f infra/docker/web.Dockerfile .
FROM node:24-bookworm-slim AS base

FROM base AS sources
WORKDIR /sources
COPY . .
RUN mkdir /manifests /code \
 && cp --parents package.json pnpm-lock.yaml pnpm-workspace.yaml apps/*/package.json packages/*/package.json /manifests \
 && cp -r --parents tsconfig.base.json packages/money packages/contracts packages/client apps/web /code

FROM base AS page
WORKDIR /app
COPY --from=sources /manifests .
RUN npx --yes "$(node -p 'require("./package.json").packageManager')" install \
      --frozen-lockfile --filter "@cnop/web..."
COPY --from=sources /code .
RUN cd apps/web && node_modules/.bin/vite build

FROM nginxinc/nginx-unprivileged:stable
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="cnop-web" \
      org.opencontainers.image.description="The page of the Cloud-Native Order Processor" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV GATEWAY_ADDRESS=gateway:8080
# As many as serve a page with half a processor. By default there is one for each processor of the machine, which
# on a large one are more than the container may have processes, or memory for.
RUN sed -i 's/^worker_processes .*/worker_processes 2;/' /etc/nginx/nginx.conf \
 && grep -q '^worker_processes 2;$' /etc/nginx/nginx.conf
COPY infra/nginx/default.conf.template /etc/nginx/templates/
COPY infra/nginx/page-headers.conf infra/nginx/page-caching.conf infra/nginx/keyed-requests.conf infra/nginx/proxy-headers.conf /etc/nginx/
COPY --from=page /app/apps/web/dist /usr/share/nginx/page
USER 101
EXPOSE 8080
# nginx answers what is in flight on SIGQUIT, and drops it on SIGTERM.
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/page HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q ' 200 ' <&3"]
