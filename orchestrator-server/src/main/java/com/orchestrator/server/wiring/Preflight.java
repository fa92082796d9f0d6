package com.orchestrator.server.wiring;

import com.orchestrator.engine.StartRefused;
import com.orchestrator.engine.persistence.PostgresConfig;
import com.orchestrator.engine.persistence.PostgresEngineStore;
import com.orchestrator.engine.persistence.SchemaReport;
import com.orchestrator.server.projection.OwnProjection;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Looks whether a server could start: configuration, database, schema. The launcher asks, by name, before it starts a
 * container, which takes longer than most answers. What {@code orchestrator db} does with the tables is here as well.
 */
public final class Preflight {

    private Preflight() {}

    /**
     * Reads the settings as the server would, but for those of its container.
     *
     * @return one sentence that says what to change; empty when a server can start
     */
    public static String refusal() {
        try {
            ServerConfig.read(Settings::ofProcess).prepareDatabase();
            return "";
        } catch (StartRefused e) {
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * What is set, by key, as far as it is set.
     *
     * @throws IllegalArgumentException with one sentence that says what to change
     */
    public static Map<String, String> configured() {
        Settings settings = Settings.ofProcess();
        return ConfigKey.all().stream()
                .filter(key -> settings.said(key).isPresent())
                .collect(Collectors.toMap(ConfigKey::property, settings::required));
    }

    /**
     * Brings the tables up to date, those of the server's own projection as well when it runs one.
     *
     * @return one sentence that says what was done
     * @throws IllegalArgumentException with one sentence that says what to change
     */
    public static String migrate() {
        return refusing(() -> migrate(Settings.ofProcess()));
    }

    static String migrate(Settings settings) {
        PostgresConfig database = EngineConfigFactory.database(settings);
        int done = PostgresEngineStore.prepare(database);
        makeOwnProjections(settings, database);
        SchemaReport now = PostgresEngineStore.schema(database);
        return done == 0
                ? "The tables of " + now.place() + " are up to date, at version " + now.known() + "."
                : "The tables of " + now.place() + " are at version " + now.known() + " now, after " + done
                        + (done == 1 ? " migration." : " migrations.");
    }

    private static void makeOwnProjections(Settings settings, PostgresConfig database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.connectionUrl());
        source.setUser(database.username());
        source.setPassword(database.password());
        try {
            if (settings.isSet(ConfigKey.PROJECTIONS_RUN_OUTCOMES)) {
                OwnProjection.makeOutcomes(source);
            }
            if (ServerConfig.traceTarget().isPresent()) {
                OwnProjection.makeTraces(source);
            }
        } catch (SQLException e) {
            throw new StartRefused(
                    "The tables of the projections that servers run cannot be made: " + e.getMessage(), e);
        }
    }

    /**
     * Whether the tables are those that a server of this build works with.
     *
     * @return what is to be done, a line for each migration; empty when nothing is
     * @throws IllegalArgumentException with one sentence that says what to change
     */
    public static String pending() {
        return refusing(() -> String.join("\n", schema(Settings.ofProcess()).pending()));
    }

    /**
     * How the tables stand, and whether the database was ever taken back to an earlier moment.
     *
     * @return a sentence of each
     * @throws IllegalArgumentException with one sentence that says what to change
     */
    public static String info() {
        return refusing(() -> info(Settings.ofProcess()));
    }

    static String info(Settings settings) {
        SchemaReport schema = schema(settings);
        String now = schema.version().map(version -> "at version " + version).orElse("not there yet");
        String sentence =
                "The tables of " + schema.place() + " are " + now + "; this build works with " + schema.known() + ".";
        String restored =
                schema.pending().isEmpty() ? PostgresEngineStore.restored(EngineConfigFactory.database(settings)) : "";
        return restored.isEmpty() ? sentence : sentence + "\n" + restored;
    }

    /**
     * Says that the database was taken back to an earlier moment.
     *
     * @return one sentence that says what holds now
     * @throws IllegalArgumentException with one sentence that says what to change
     */
    public static String restored() {
        return refusing(() -> restored(Settings.ofProcess()));
    }

    static String restored(Settings settings) {
        if (!schema(settings).pending().isEmpty()) {
            throw new StartRefused("The tables are those of another build: run `orchestrator db migrate` before");
        }
        return PostgresEngineStore.declareRestored(EngineConfigFactory.database(settings));
    }

    private static SchemaReport schema(Settings settings) {
        return PostgresEngineStore.schema(EngineConfigFactory.database(settings));
    }

    private static String refusing(java.util.function.Supplier<String> work) {
        try {
            return work.get();
        } catch (StartRefused e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
