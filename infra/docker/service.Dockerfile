# The gateway and the services, one image each:
#   docker build -f infra/docker/service.Dockerfile --build-arg SERVICE=order-service --build-arg PORT=8002 .
# They run their TypeScript as it is (docs/decisions/0007), so nothing is compiled here.
FROM node:24-bookworm-slim AS base

FROM base AS sources
ARG SERVICE
WORKDIR /sources
COPY . .
# Apart from the code, so that a change of code installs nothing again.
RUN mkdir /manifests /code \
 && cp --parents package.json pnpm-lock.yaml pnpm-workspace.yaml apps/*/package.json packages/*/package.json /manifests \
 && cp -r --parents LICENSE packages/money packages/contracts packages/common "apps/${SERVICE}" /code

FROM base AS modules
ARG SERVICE
WORKDIR /app
COPY --from=sources /manifests .
RUN npx --yes "$(node -p 'require("./package.json").packageManager')" install \
      --prod --frozen-lockfile --filter "@cnop/${SERVICE}..."

FROM base
ARG SERVICE
ARG PORT
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="cnop-${SERVICE}" \
      org.opencontainers.image.description="${SERVICE} of the Cloud-Native Order Processor" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production HEALTH_URL=http://127.0.0.1:${PORT}/health/ready
WORKDIR /app
COPY --from=modules /app .
COPY --from=sources /code .
COPY infra/docker/check-health.mjs /app/
# A link, because CMD cannot name the service and `sh -c` would stand between it and SIGTERM.
RUN ln -s "apps/${SERVICE}" service
USER 1000:1000
EXPOSE ${PORT}
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=20s --retries=3 CMD node check-health.mjs "$HEALTH_URL"
CMD ["node", "service/src/main.ts"]
