package com.orchestrator.server.wiring;

import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.StartRefused;
import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.engine.seal.KeyRing;
import com.orchestrator.engine.secret.SecretSource;
import com.orchestrator.router.RouterConfig;
import com.orchestrator.server.auth.Authenticator;
import com.orchestrator.server.front.FrontLimits;
import com.orchestrator.server.quota.Allowance;
import com.orchestrator.server.quota.Quota;
import com.orchestrator.server.rest.json.BodyLimit;
import com.orchestrator.server.trace.OtlpTarget;
import com.orchestrator.server.webhook.AddressRules;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Everything that is configured, read as a whole before anything is started. */
record ServerConfig(
        Settings settings,
        Optional<OtlpTarget> traces,
        Optional<String> traceLink,
        EngineConfig engine,
        PostgresConfig database,
        boolean migrates,
        @Nullable Path archive,
        @Nullable Path etlWanted,
        RouterConfig router,
        int metricsPort,
        BodyLimit bodyLimit,
        FrontLimits frontLimits,
        AddressRules webhooks,
        SecretSource secrets,
        @Nullable KeyRing keyRing,
        ProjectionsConfig projections,
        OutboxConfig outboxes,
        Map<Quota, Allowance> quotas,
        Authenticator authenticator,
        Optional<AuthenticatorFactory.Oidc> oidc) {

    /** Where there is none. */
    static final int NO_PORT = 0;

    /** @throws StartRefused when anything cannot be read or is unknown */
    static ServerConfig of(Config config) {
        return read(() -> Settings.of(config));
    }

    static ServerConfig read(Supplier<Settings> source) {
        try {
            Settings settings = source.get();
            settings.requireOneOf(ConfigKey.LOG_FORMAT, "text", "json");
            return new ServerConfig(
                    settings,
                    traceTarget(),
                    EngineConfigFactory.traceLink(settings),
                    EngineConfigFactory.engine(settings),
                    EngineConfigFactory.database(settings),
                    settings.isSet(ConfigKey.DATASOURCE_MIGRATE),
                    EngineConfigFactory.archive(settings),
                    EngineConfigFactory.etlWanted(settings),
                    EngineConfigFactory.router(settings),
                    EngineConfigFactory.metricsPort(settings),
                    EngineConfigFactory.bodyLimit(settings),
                    EngineConfigFactory.frontLimits(settings),
                    EngineConfigFactory.webhooks(settings),
                    EngineConfigFactory.secrets(settings),
                    EngineConfigFactory.keyRing(settings),
                    EngineConfigFactory.projections(settings),
                    EngineConfigFactory.outboxes(settings),
                    EngineConfigFactory.quotas(settings),
                    AuthenticatorFactory.authenticator(settings),
                    AuthenticatorFactory.oidc(settings));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new StartRefused(String.valueOf(e.getMessage()), e);
        }
    }

    /** Where traces go, as the environment says; empty when they are not made. */
    static Optional<OtlpTarget> traceTarget() {
        return new TraceSettings(name -> Optional.ofNullable(System.getenv(name))).target();
    }

    /**
     * Makes the tables, or looks whether they are there.
     *
     * @throws StartRefused when the database cannot be used
     */
    void prepareDatabase() {
        if (migrates) {
            PostgresEngineStore.prepare(database);
        } else {
            PostgresEngineStore.requirePrepared(database);
        }
    }

    /** Says what is legal and yet seldom meant. */
    void warn() {
        AuthenticatorFactory.warn(settings);
    }
}
