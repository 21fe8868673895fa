# The emulator alone: Kinesis, SQS and S3 on port 4566.
FROM node:22-slim AS build
WORKDIR /aforo
COPY package.json package-lock.json .npmrc tsconfig.json tsconfig.build.json bundle.js ./
RUN npm ci --ignore-scripts
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /aforo
COPY --from=build /aforo/package.json ./
COPY --from=build /aforo/node_modules node_modules
COPY --from=build /aforo/dist dist
COPY scenarios scenarios
RUN mkdir /data && chown node /data
USER node
VOLUME /data
EXPOSE 4566
HEALTHCHECK --interval=2s --timeout=2s --retries=15 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4566/_aforo/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/bin/main.js"]
# All interfaces: the container's own are what -p publishes.
CMD ["emulator", "--host", "0.0.0.0", "--data", "/data"]
