package com.orchestrator.engine.persistence;

import com.orchestrator.engine.StartRefused;
import com.orchestrator.engine.persistence.sql.FindForbidden;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the schema up to date under Flyway's lock, or looks whether it is; refuses one that a newer server has made. */
record SchemaMigrator(DatabaseCheck database) {

    private static final int NAMED_MAX = 5;

    private Flyway flyway() {
        return Flyway.configure(SchemaMigrator.class.getClassLoader())
                .dataSource(database.source())
                .locations("classpath:db/migration")
                .load();
    }

    /**
     * @return how many migrations that took
     * @throws StartRefused when the schema is too new, or not one of ours
     */
    int migrate() {
        return understood(() -> {
            Flyway flyway = flyway();
            refuseFuture(flyway);
            return flyway.migrate().migrationsExecuted;
        });
    }

    /**
     * Changes nothing.
     *
     * @throws StartRefused when the schema is any other than the one that this server knows, or its user may not work with it
     */
    void check() {
        SchemaReport report = report();
        if (!report.pending().isEmpty()) {
            throw new StartRefused("The schema of the database " + database.place() + " is at version "
                    + report.version().orElse("none") + " and this server needs " + report.known()
                    + ": run `orchestrator db migrate` by a user who may create tables; the server itself"
                    + " does not, since orchestrator.datasource.migrate is false");
        }
        refuseForbidden();
    }

    /** @throws StartRefused when the schema is too new, or not one of ours */
    SchemaReport report() {
        return understood(() -> {
            Flyway flyway = flyway();
            refuseFuture(flyway);
            refuseAltered(flyway);
            MigrationInfo[] known = flyway.info().all();
            return new SchemaReport(
                    database.place(),
                    Optional.ofNullable(flyway.info().current()).map(SchemaMigrator::version),
                    version(known[known.length - 1]),
                    Arrays.stream(flyway.info().pending())
                            .map(pending -> version(pending) + " " + pending.getDescription())
                            .toList());
        });
    }

    private static String version(MigrationInfo migration) {
        return String.valueOf(migration.getVersion());
    }

    private void refuseFuture(Flyway flyway) {
        for (MigrationInfo migration : flyway.info().all()) {
            if (migration.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new StartRefused("The schema of the database " + database.place() + " is at version "
                        + migration.getVersion() + ", which this server is too old for; start a newer server");
            }
        }
    }

    /** As bringing it up to date would: what has been done before has to be what this server would have done. */
    private static void refuseAltered(Flyway flyway) {
        Flyway.configure(SchemaMigrator.class.getClassLoader())
                .configuration(flyway.getConfiguration())
                .ignoreMigrationPatterns("*:pending")
                .load()
                .validate();
    }

    private void refuseForbidden() {
        try (Connection connection = database.source().getConnection()) {
            List<String> forbidden = FindForbidden.run(connection);
            if (!forbidden.isEmpty()) {
                throw new StartRefused("The user '" + database.config().username() + "' may not work with "
                        + String.join(", ", forbidden.subList(0, Math.min(NAMED_MAX, forbidden.size())))
                        + (forbidden.size() > NAMED_MAX ? " and " + (forbidden.size() - NAMED_MAX) + " more" : "")
                        + " in the database " + database.place()
                        + ": grant what docs/how-to/deploy.md says, by the user who owns the tables");
            }
        } catch (SQLException e) {
            throw new StartRefused(DatabaseFault.sentence(e, database.config(), database.place()), e);
        }
    }

    private <T> T understood(Supplier<T> work) {
        try {
            return work.get();
        } catch (FlywayException e) {
            throw new StartRefused(sentence(e), e);
        }
    }

    private String sentence(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException fault) {
                return DatabaseFault.sentence(fault, database.config(), database.place());
            }
        }
        return "The schema of the database " + database.place()
                + " is not one that this server can bring up to date; give it a database of its own ("
                + DatabaseFault.firstLine(String.valueOf(failure.getMessage())) + ")";
    }
}
