package com.orchestrator.server.wiring;

import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.engine.seal.KeyRing;
import com.orchestrator.engine.seal.KeyRingProvider;
import com.orchestrator.engine.seal.SettledKeyRing;
import com.orchestrator.engine.secret.SecretSource;
import com.orchestrator.projections.RefusedException;
import com.orchestrator.router.Node;
import com.orchestrator.router.RouterConfig;
import com.orchestrator.server.front.FrontLimits;
import com.orchestrator.server.outbox.OutboxSchema;
import com.orchestrator.server.quota.Allowance;
import com.orchestrator.server.quota.Quota;
import com.orchestrator.server.rest.ShownTraces;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.webhook.AddressRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings to the records that the engine and the server are built from. The records check what the values mean. */
final class EngineConfigFactory {

    private static final int PORT_MAX = 65_535;
    private static final Pattern WEB_ADDRESS = Pattern.compile("https?://[^\\s\"'<>]+");

    private EngineConfigFactory() {}

    static EngineConfig engine(Settings settings) {
        return new EngineConfig(
                settings.duration(ConfigKey.LEASE_DEFAULT_DURATION),
                settings.duration(ConfigKey.LEASE_RENEWAL_INTERVAL),
                settings.number(ConfigKey.LEASE_LOST_MAX),
                settings.duration(ConfigKey.ENGINE_SWEEP_INTERVAL),
                settings.number(ConfigKey.ENGINE_LANES),
                settings.number(ConfigKey.ENGINE_BATCH_MAX),
                settings.bytes(ConfigKey.ENGINE_CACHED_BYTES_MAX, EngineConfig.DEFAULT.cachedBytesMax()),
                settings.number(ConfigKey.ENGINE_MAP_ITEMS_MAX),
                settings.number(ConfigKey.ENGINE_SIGNALS_MAX),
                settings.number(ConfigKey.ENGINE_SIGNAL_BYTES_MAX));
    }

    static PostgresConfig database(Settings settings) {
        return new PostgresConfig(
                settings.required(ConfigKey.DATASOURCE_URL),
                settings.required(ConfigKey.DATASOURCE_USERNAME),
                settings.text(ConfigKey.DATASOURCE_PASSWORD).orElse(""),
                settings.number(ConfigKey.DATASOURCE_POOL_SIZE),
                settings.isSet(ConfigKey.DATASOURCE_ALLOW_UNSAFE_SETTINGS));
    }

    /** Null when there is none. It is made when it is not there, so that a fault is found now and not with the first run that is due. */
    static @Nullable Path etlWanted(Settings settings) {
        return settings.text(ConfigKey.ETL_WANTED_FILE).map(Path::of).orElse(null);
    }

    /** Where traces are shown; empty when nobody says so. */
    static Optional<String> traceLink(Settings settings) {
        Optional<String> link = settings.text(ConfigKey.TRACES_LINK);
        link.filter(address -> !WEB_ADDRESS.matcher(address).matches() || !address.contains(ShownTraces.PLACE))
                .ifPresent(address -> {
                    throw new IllegalArgumentException(ConfigKey.TRACES_LINK.property() + " is '" + address
                            + "'; it has to be an address that begins with http:// or https://, with "
                            + ShownTraces.PLACE + " where the trace belongs");
                });
        return link;
    }

    /** None where no folder is named. */
    static SecretSource secrets(Settings settings) {
        String folder = settings.text(ConfigKey.SECRETS_DIR).orElse(null);
        if (folder == null) {
            return SecretSource.NONE;
        }
        if (!Files.isDirectory(Path.of(folder))) {
            throw new IllegalArgumentException(
                    ConfigKey.SECRETS_DIR.property() + " is '" + folder + "', which is no folder that can be read");
        }
        return new SecretFolder(Path.of(folder), System::nanoTime);
    }

    /** Null when nothing is sealed. */
    static @Nullable KeyRing keyRing(Settings settings) {
        String keys = settings.text(ConfigKey.ENCRYPTION_KEYS).orElse(null);
        String provider = settings.text(ConfigKey.ENCRYPTION_PROVIDER).orElse(null);
        if (keys != null && provider != null) {
            throw new IllegalArgumentException(ConfigKey.ENCRYPTION_KEYS.property() + " and "
                    + ConfigKey.ENCRYPTION_PROVIDER.property() + " cannot both be set");
        }
        if (provider != null) {
            return provided(provider);
        }
        try {
            return keys == null ? null : SettledKeyRing.parse(keys);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ConfigKey.ENCRYPTION_KEYS.property() + ": " + e.getMessage(), e);
        }
    }

    private static KeyRing provided(String name) {
        return ServiceLoader.load(KeyRingProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .map(KeyRingProvider::open)
                .orElseThrow(() -> new IllegalArgumentException(ConfigKey.ENCRYPTION_PROVIDER.property() + " is '"
                        + name + "', and no KeyRingProvider on the class path has that name"));
    }

    static @Nullable Path archive(Settings settings) {
        String directory = settings.text(ConfigKey.RETENTION_ARCHIVE_DIR).orElse(null);
        if (directory == null) {
            return null;
        }
        try {
            Path made = Files.createDirectories(Path.of(directory));
            if (!Files.isWritable(made)) {
                throw new IllegalArgumentException(ConfigKey.RETENTION_ARCHIVE_DIR.property() + " is '" + directory
                        + "', where nothing can be written");
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    ConfigKey.RETENTION_ARCHIVE_DIR.property() + " is '" + directory + "', which cannot be made", e);
        }
    }

    static RouterConfig router(Settings settings) {
        return new RouterConfig(
                settings.text(ConfigKey.ROUTER_NODE).orElseGet(Node::defaultName),
                settings.duration(ConfigKey.ROUTER_LEASE),
                settings.text(ConfigKey.ROUTER_BROKER).orElse(null),
                settings.duration(ConfigKey.ROUTER_PATIENCE));
    }

    static int metricsPort(Settings settings) {
        int port = settings.number(ConfigKey.METRICS_PORT, ServerConfig.NO_PORT);
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException(ConfigKey.METRICS_PORT.property() + " is no port: " + port);
        }
        return port;
    }

    static BodyLimit bodyLimit(Settings settings) {
        return new BodyLimit(settings.number(ConfigKey.HTTP_BODY_BYTES_MAX));
    }

    static FrontLimits frontLimits(Settings settings) {
        return new FrontLimits(
                settings.duration(ConfigKey.HTTP_BODY_TIMEOUT),
                settings.number(ConfigKey.HTTP_BYTES_PER_SECOND_MIN),
                settings.duration(ConfigKey.HTTP_WRITE_TIMEOUT),
                settings.number(ConfigKey.HTTP_CONNECTIONS_MAX),
                settings.number(ConfigKey.HTTP_CONNECTIONS_PER_ADDRESS_MAX));
    }

    static Map<Quota, Allowance> quotas(Settings settings) {
        return Arrays.stream(Quota.values())
                .collect(Collectors.toMap(Function.identity(), quota -> allowance(settings, ConfigKey.of(quota))));
    }

    private static Allowance allowance(Settings settings, ConfigKey key) {
        try {
            return Allowance.parse(settings.list(key));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key.property() + ": " + e.getMessage(), e);
        }
    }

    /** The server's own database, when no other is named. */
    static ProjectionsConfig projections(Settings settings) {
        String schema = settings.required(ConfigKey.PROJECTIONS_SCHEMA);
        boolean isOther = settings.text(ConfigKey.PROJECTIONS_URL).isPresent();
        ProjectionsConfig config = new ProjectionsConfig(
                settings.required(isOther ? ConfigKey.PROJECTIONS_URL : ConfigKey.DATASOURCE_URL),
                settings.required(isOther ? ConfigKey.PROJECTIONS_USERNAME : ConfigKey.DATASOURCE_USERNAME),
                settings.text(isOther ? ConfigKey.PROJECTIONS_PASSWORD : ConfigKey.DATASOURCE_PASSWORD)
                        .orElse(""),
                schema,
                settings.isSet(ConfigKey.PROJECTIONS_RUN_OUTCOMES));
        checked(config);
        return config;
    }

    private static void checked(ProjectionsConfig config) {
        try {
            config.tables();
        } catch (RefusedException e) {
            throw new IllegalArgumentException(ConfigKey.PROJECTIONS_SCHEMA.property() + ": " + e.getMessage(), e);
        }
        if (!config.url().startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(ConfigKey.PROJECTIONS_URL.property()
                    + " has to be a jdbc:postgresql: address; other databases are told of by their own applications");
        }
    }

    /** As the server itself, when nobody else is named. */
    static OutboxConfig outboxes(Settings settings) {
        boolean isOther = settings.text(ConfigKey.OUTBOX_USERNAME).isPresent();
        return new OutboxConfig(
                outboxSchemas(settings),
                router(settings).node(),
                OutboxConfig.LEASE,
                settings.required(isOther ? ConfigKey.OUTBOX_USERNAME : ConfigKey.DATASOURCE_USERNAME),
                settings.text(isOther ? ConfigKey.OUTBOX_PASSWORD : ConfigKey.DATASOURCE_PASSWORD)
                        .orElse(""));
    }

    private static List<OutboxSchema> outboxSchemas(Settings settings) {
        try {
            return OutboxSchema.parse(settings.list(ConfigKey.OUTBOX_SCHEMAS));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(ConfigKey.OUTBOX_SCHEMAS.property() + ": " + e.getMessage(), e);
        }
    }

    static AddressRules webhooks(Settings settings) {
        return AddressRules.of(
                settings.isSet(ConfigKey.WEBHOOKS_ALLOW_HTTP),
                settings.list(ConfigKey.WEBHOOKS_ALLOWED_HOSTS),
                settings.list(ConfigKey.WEBHOOKS_ALLOWED_NETWORKS));
    }
}
