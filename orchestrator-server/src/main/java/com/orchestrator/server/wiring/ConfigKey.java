package com.orchestrator.server.wiring;

import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.projections.tables.TableNames;
import com.orchestrator.router.RouterConfig;
import com.orchestrator.server.front.FrontLimits;
import com.orchestrator.server.quota.Quota;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.rest.json.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every setting the server knows: its type, what it is when nobody says anything, and what it does. All else that is said of
 * settings is made of this: docs/reference/configuration.md, {@code GET /api/v1/server/config}, what the start refuses.
 */
enum ConfigKey {
    CONFIG_FILE(
            "config-file",
            Type.TEXT,
            null,
            "The file of settings. Without it `orchestrator.yaml` where the server was started, if there is one."),
    DATASOURCE_URL(
            "datasource.url",
            Type.TEXT,
            null,
            "The PostgreSQL, `jdbc:postgresql://host:5432/database`. Has to be set."),
    DATASOURCE_USERNAME("datasource.username", Type.TEXT, null, "Who signs in there. Has to be set."),
    DATASOURCE_PASSWORD("datasource.password", Type.SECRET, null, "With which password."),
    DATASOURCE_POOL_SIZE(
            "datasource.pool-size",
            Type.NUMBER,
            text(PostgresConfig.POOL_SIZE_DEFAULT),
            "Connections that the engine opens at most."),
    DATASOURCE_ALLOW_UNSAFE_SETTINGS(
            "datasource.allow-unsafe-settings",
            Type.FLAG,
            "false",
            "Starts also on a PostgreSQL that may forget what it has committed."),
    DATASOURCE_MIGRATE(
            "datasource.migrate",
            Type.FLAG,
            "true",
            "Whether a server brings its tables up to date when it starts. With `false` it starts only on those that it knows: `orchestrator db migrate` makes them."),
    LEASE_DEFAULT_DURATION(
            "lease.default-duration",
            Type.DURATION,
            text(EngineConfig.DEFAULT.leaseDefault()),
            "The lease of a task whose definition says nothing and whose worker wishes nothing."),
    LEASE_RENEWAL_INTERVAL(
            "lease.renewal-interval",
            Type.DURATION,
            text(EngineConfig.DEFAULT.renewalInterval()),
            "How often workers are expected to renew; less than half of the lease."),
    LEASE_LOST_MAX(
            "lease.lost-max",
            Type.NUMBER,
            text(EngineConfig.DEFAULT.lostMax()),
            "Workers that one task may lose before a person has to look at it."),
    ENGINE_SWEEP_INTERVAL(
            "engine.sweep-interval",
            Type.DURATION,
            text(EngineConfig.DEFAULT.sweepInterval()),
            "How often expired leases, due timers and waiting work are looked for."),
    ENGINE_LANES(
            "engine.lanes",
            Type.NUMBER,
            text(EngineConfig.DEFAULT.lanes()),
            "Threads that write, 64 at most; a run has always the same one."),
    ENGINE_BATCH_MAX(
            "engine.batch-max",
            Type.NUMBER,
            text(EngineConfig.DEFAULT.batchMax()),
            "Commands that one transaction takes at most."),
    ENGINE_CACHED_BYTES_MAX(
            "engine.cached-bytes-max",
            Type.NUMBER,
            null,
            "Bytes that runs in memory may take in each lane. Without it a sixteenth of the heap."),
    ENGINE_MAP_ITEMS_MAX(
            "engine.map-items-max",
            Type.NUMBER,
            text(EngineConfig.DEFAULT.mapItemsMax()),
            "Items that a `map` may have."),
    ENGINE_SIGNALS_MAX(
            "engine.signals-max",
            Type.NUMBER,
            text(EngineConfig.DEFAULT.signalsMax()),
            "Signals of one name that wait in a run until a task takes them."),
    ENGINE_SIGNAL_BYTES_MAX(
            "engine.signal-bytes-max",
            Type.NUMBER,
            text(EngineConfig.DEFAULT.signalBytesMax()),
            "Bytes of their payloads; one signal is kept whatever its size."),
    RETENTION_ARCHIVE_DIR(
            "retention.archive-dir",
            Type.TEXT,
            null,
            "Where runs are written to before they are deleted. Without it none can be archived."),
    HTTP_BODY_BYTES_MAX(
            "http.body-bytes-max",
            Type.NUMBER,
            text(BodyLimit.DEFAULT.bytesMax()),
            "Bytes that the body of a request may have."),
    HTTP_BODY_TIMEOUT(
            "http.body-timeout",
            Type.DURATION,
            text(FrontLimits.DEFAULT.bodyTimeout()),
            "Within which a body has to be there."),
    HTTP_BYTES_PER_SECOND_MIN(
            "http.bytes-per-second-min",
            Type.NUMBER,
            text(FrontLimits.DEFAULT.bytesPerSecondMin()),
            "What a caller has to send or to read on average, after 5 s of grace."),
    HTTP_WRITE_TIMEOUT(
            "http.write-timeout",
            Type.DURATION,
            text(FrontLimits.DEFAULT.writeTimeout()),
            "After which an answer is given up of which the caller has not read its share."),
    HTTP_CONNECTIONS_MAX(
            "http.connections-max",
            Type.NUMBER,
            text(FrontLimits.DEFAULT.connectionsMax()),
            "Open connections in all."),
    HTTP_CONNECTIONS_PER_ADDRESS_MAX(
            "http.connections-per-address-max",
            Type.NUMBER,
            text(FrontLimits.DEFAULT.connectionsPerAddressMax()),
            "Open connections from one address."),
    QUOTA_PRINCIPAL_REQUESTS(
            Quota.PRINCIPAL_REQUESTS,
            "Requests that a principal may send a second, and at once; `100` to each, `ci@shop=500` or `ops=none` to one of them."),
    QUOTA_PRINCIPAL_BYTES(
            Quota.PRINCIPAL_BYTES,
            "Bytes of bodies that a principal may send a second. What is larger is paid for afterwards."),
    QUOTA_PRINCIPAL_HELD(
            Quota.PRINCIPAL_HELD,
            "Requests of a principal that may wait at a time: polls, waits for a result, streams."),
    QUOTA_NAMESPACE_REQUESTS(
            Quota.NAMESPACE_REQUESTS,
            "Requests a second about a namespace: `100` to each, `shop=500` to one. Each item of a batch of starts or jobs is one."),
    QUOTA_NAMESPACE_BYTES(Quota.NAMESPACE_BYTES, "Bytes of bodies a second about a namespace."),
    QUOTA_NAMESPACE_HELD(Quota.NAMESPACE_HELD, "Requests about a namespace that may wait at a time."),
    QUOTA_NAMESPACE_QUEUED(
            Quota.NAMESPACE_QUEUED,
            "Tasks of a namespace that may wait for workers, 10,000 at most; with more, nothing is started there."),
    QUOTA_DIVIDED(
            "quota.divided",
            Type.FLAG,
            "false",
            "Whether quotas are of all servers together: each allows its share, by how many are up. Without it each allows all of them."),
    WEBHOOKS_ALLOW_HTTP("webhooks.allow-http", Type.FLAG, "false", "Whether webhooks may be called without TLS."),
    WEBHOOKS_ALLOWED_HOSTS(
            "webhooks.allowed-hosts",
            Type.LIST,
            null,
            "Only these are called: names, `*.example.com` for all below one. Without it all."),
    WEBHOOKS_ALLOWED_NETWORKS(
            "webhooks.allowed-networks", Type.LIST, null, "Inside, and may be called all the same: `10.1.0.0/16`."),
    ROUTER_NODE(
            "router.node",
            Type.TEXT,
            null,
            "What this server is called among the others. Without it a name made of its host's."),
    ROUTER_LEASE(
            "router.lease",
            Type.DURATION,
            text(RouterConfig.LEASE_DEFAULT),
            "How long a leader is leader without another word, 100ms to 10m."),
    ROUTER_BROKER(
            "router.broker",
            Type.SECRET,
            null,
            "The RabbitMQ, `amqp://user:password@host:5672/vhost`. Without it workers get jobs by heartbeat."),
    ROUTER_PATIENCE(
            "router.patience",
            Type.DURATION,
            text(RouterConfig.PATIENCE_DEFAULT),
            "How long after the last word an attempt that the broker has is given up, 1s to 30d."),
    METRICS_PORT(
            "metrics.port",
            Type.NUMBER,
            null,
            "A port of its own for `/metrics` and `/health`, open to everybody. Without it there is none."),
    TRACES_LINK(
            "traces.link",
            Type.TEXT,
            null,
            "Where a trace is shown, such as `https://jaeger.example.com/trace/{traceId}`: a run's page leads there."),
    LOG_FORMAT(
            "log.format",
            Type.TEXT,
            "text",
            "How the log is written: `text` for people, or `json`, an object a line, with ids as fields. A WAR in a container of your own logs as that does."),
    ETL_WANTED_FILE(
            "etl.wanted-file",
            Type.TEXT,
            null,
            "Made when there is work for an extract-and-load worker; `dev` starts one then."),
    PROJECTIONS_URL(
            "projections.url",
            Type.TEXT,
            null,
            "The PostgreSQL with the tables of projections. Without it the server's own."),
    PROJECTIONS_USERNAME("projections.username", Type.TEXT, null, "Who signs in there."),
    PROJECTIONS_PASSWORD("projections.password", Type.SECRET, null, "With which password."),
    PROJECTIONS_SCHEMA("projections.schema", Type.TEXT, TableNames.DEFAULT.schema(), "The schema of these tables."),
    PROJECTIONS_RUN_OUTCOMES(
            "projections.run-outcomes",
            Type.FLAG,
            "false",
            "Whether servers run the projection `system.run_outcomes` themselves; `dev` and `demo` do."),
    OUTBOX_SCHEMAS(
            "outbox.schemas",
            Type.LIST,
            null,
            "Schemas of the server's database whose outboxes are handed over: `shop`, or `shop:orders` for one that may start and signal in the namespace `orders` alone. Without it none."),
    OUTBOX_USERNAME(
            "outbox.username",
            Type.TEXT,
            null,
            "Who signs in there for it, with no right but to these tables. Without it the server's own."),
    OUTBOX_PASSWORD("outbox.password", Type.SECRET, null, "With which password."),
    AUTH("auth", Type.TEXT, null, "`none` lets everybody do everything. Without it requests need a token."),
    TOKENS(
            "tokens",
            Type.SECRET,
            null,
            "Who may do what: `name:role:secret`, with commas. Roles are reader, worker, operator, admin; `role@namespace` binds them, `+no-payloads` hides what runs carry, `+no-sensitive` what schemas mark as sensitive in it. `@/path` names a file with one a line."),
    SECRETS_DIR(
            "secrets.dir",
            Type.TEXT,
            null,
            "A folder with a folder for each namespace, and in it a file for each secret that its tasks may be given: `shop/psp_key`."),
    ENCRYPTION_KEYS(
            "encryption.keys",
            Type.SECRET,
            null,
            "Keys that seal what runs carry in the database: `id:base64` with 32 bytes each, blanks or line feeds between. The first seals what starts from now on, the others still open. Without it nothing is sealed."),
    ENCRYPTION_PROVIDER(
            "encryption.provider",
            Type.TEXT,
            null,
            "The name of a `KeyRingProvider` on the class path that has the keys, in place of `encryption.keys`."),
    OIDC_ISSUER(
            "oidc.issuer",
            Type.TEXT,
            null,
            "The identity provider whose tokens let in, by the name that stands in them, such as `https://idp.example.com/realms/shop`."),
    OIDC_AUDIENCE(
            "oidc.audience", Type.TEXT, null, "Whom its tokens have to be for: this server, as the provider calls it."),
    OIDC_KEYS_URL("oidc.keys-url", Type.TEXT, null, "Where its keys are (JWKS). Without it the provider is asked."),
    OIDC_ALGORITHMS("oidc.algorithms", Type.LIST, "RS256,ES256", "What its tokens may be signed with."),
    OIDC_LEEWAY("oidc.leeway", Type.DURATION, "1m", "How far its clock may be off, 5m at most."),
    OIDC_PRINCIPAL(
            "oidc.principal",
            Type.TEXT,
            "claims.sub",
            "Who that is here, an expression over `claims`; `oidc/` is put in front."),
    OIDC_GRANTS(
            "oidc.grants",
            Type.TEXT,
            null,
            "What that one may do, an expression over `claims`: a text as behind the name of a token, or a list of some."),
    OIDC_CLIENT_ID(
            "oidc.client-id",
            Type.TEXT,
            null,
            "As what the web page is known to the provider. With it people sign in there; without it the page takes tokens alone."),
    OIDC_CLIENT_SECRET(
            "oidc.client-secret",
            Type.SECRET,
            null,
            "The secret of that client; a client without one is secured by PKCE alone."),
    OIDC_SCOPES("oidc.scopes", Type.LIST, "openid,profile,email", "What the page asks the provider for."),
    PUBLIC_URL(
            "public-url",
            Type.TEXT,
            null,
            "Under which address browsers reach the server, such as `https://orchestrator.example.com`; the provider leads them back there.");

    /** What a value is read as. */
    enum Type {
        TEXT("text"),
        SECRET("secret"),
        NUMBER("whole number"),
        DURATION("duration"),
        FLAG("true or false"),
        LIST("list");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    static final String PREFIX = "orchestrator.";

    /** Behind the name of a secret: the file that holds it. */
    private static final String FILE = "-file";

    private static final String QUOTAS = "quota.";

    private final String property;
    private final Type type;
    private final @Nullable String otherwise;
    private final String description;

    ConfigKey(String name, Type type, @Nullable String otherwise, String description) {
        this.property = PREFIX + name;
        this.type = type;
        this.otherwise = otherwise;
        this.description = description;
    }

    /** Without it there is no such quota. */
    ConfigKey(Quota quota, String description) {
        this(QUOTAS + quota.key(), Type.LIST, null, description);
    }

    String property() {
        return property;
    }

    String variable() {
        return variable(property);
    }

    Type type() {
        return type;
    }

    /** What holds when nothing is said; empty when that is nothing, or depends on what the description says. */
    Optional<String> otherwise() {
        return Optional.ofNullable(otherwise);
    }

    /** One or two sentences, in Markdown. */
    String description() {
        return description;
    }

    /** The key that names a file which holds the value; secrets alone have one. */
    Optional<String> fileProperty() {
        return type == Type.SECRET ? Optional.of(property + FILE) : Optional.empty();
    }

    /** The environment variable of a property: dots and dashes are underscores, letters are capital. */
    static String variable(String property) {
        return property.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    static List<ConfigKey> all() {
        return Arrays.asList(values());
    }

    static ConfigKey of(Quota quota) {
        return all().stream()
                .filter(key -> key.property.equals(PREFIX + QUOTAS + quota.key()))
                .findFirst()
                .orElseThrow();
    }

    private static String text(Duration duration) {
        return DurationText.of(duration);
    }

    private static String text(int number) {
        return String.valueOf(number);
    }
}
