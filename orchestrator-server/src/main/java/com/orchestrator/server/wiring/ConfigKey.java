package com.orchestrator.server.wiring;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Every setting the server knows. As an environment variable, dots and dashes are underscores and letters are capital. */
enum ConfigKey {
    DATASOURCE_URL("orchestrator.datasource.url"),
    DATASOURCE_USERNAME("orchestrator.datasource.username"),
    DATASOURCE_PASSWORD("orchestrator.datasource.password"),
    DATASOURCE_POOL_SIZE("orchestrator.datasource.pool-size"),
    DATASOURCE_ALLOW_UNSAFE_SETTINGS("orchestrator.datasource.allow-unsafe-settings"),
    LEASE_DEFAULT_DURATION("orchestrator.lease.default-duration"),
    LEASE_RENEWAL_INTERVAL("orchestrator.lease.renewal-interval"),
    LEASE_LOST_MAX("orchestrator.lease.lost-max"),
    ENGINE_SWEEP_INTERVAL("orchestrator.engine.sweep-interval"),
    ENGINE_LANES("orchestrator.engine.lanes"),
    ENGINE_BATCH_MAX("orchestrator.engine.batch-max"),
    ENGINE_CACHED_BYTES_MAX("orchestrator.engine.cached-bytes-max"),
    ENGINE_MAP_ITEMS_MAX("orchestrator.engine.map-items-max"),
    ENGINE_SIGNALS_MAX("orchestrator.engine.signals-max"),
    ENGINE_SIGNAL_BYTES_MAX("orchestrator.engine.signal-bytes-max"),
    RETENTION_ARCHIVE_DIR("orchestrator.retention.archive-dir"),
    HTTP_BODY_BYTES_MAX("orchestrator.http.body-bytes-max"),
    HTTP_BODY_TIMEOUT("orchestrator.http.body-timeout"),
    HTTP_BYTES_PER_SECOND_MIN("orchestrator.http.bytes-per-second-min"),
    HTTP_WRITE_TIMEOUT("orchestrator.http.write-timeout"),
    HTTP_CONNECTIONS_MAX("orchestrator.http.connections-max"),
    HTTP_CONNECTIONS_PER_ADDRESS_MAX("orchestrator.http.connections-per-address-max"),
    WEBHOOKS_ALLOW_HTTP("orchestrator.webhooks.allow-http"),
    WEBHOOKS_ALLOWED_HOSTS("orchestrator.webhooks.allowed-hosts"),
    WEBHOOKS_ALLOWED_NETWORKS("orchestrator.webhooks.allowed-networks"),
    ROUTER_NODE("orchestrator.router.node"),
    ROUTER_LEASE("orchestrator.router.lease"),
    ROUTER_BROKER("orchestrator.router.broker"),
    ROUTER_PATIENCE("orchestrator.router.patience"),
    METRICS_PORT("orchestrator.metrics.port"),
    ETL_WANTED_FILE("orchestrator.etl.wanted-file"),
    PROJECTIONS_URL("orchestrator.projections.url"),
    PROJECTIONS_USERNAME("orchestrator.projections.username"),
    PROJECTIONS_PASSWORD("orchestrator.projections.password"),
    PROJECTIONS_SCHEMA("orchestrator.projections.schema"),
    PROJECTIONS_RUN_OUTCOMES("orchestrator.projections.run-outcomes"),
    AUTH("orchestrator.auth"),
    TOKENS("orchestrator.tokens");

    private final String property;

    ConfigKey(String property) {
        this.property = property;
    }

    String property() {
        return property;
    }

    String variable() {
        return variable(property);
    }

    /** The environment variable of a property, or of the beginning of one. */
    static String variable(String property) {
        return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    static List<String> properties() {
        return Arrays.stream(values()).map(ConfigKey::property).toList();
    }

    static List<String> variables() {
        return Arrays.stream(values()).map(ConfigKey::variable).toList();
    }
}
