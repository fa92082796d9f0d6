package com.orchestrator.engine.persistence;

import com.orchestrator.engine.StartRefused;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the schema up to date under Flyway's lock, and refuses one that a newer server has made. */
record SchemaMigrator(DatabaseCheck database) {

    /** @throws StartRefused when the schema is too new, or not one of ours */
    void migrate() {
        try {
            Flyway flyway = Flyway.configure(SchemaMigrator.class.getClassLoader())
                    .dataSource(database.source())
                    .locations("classpath:db/migration")
                    .load();
            for (MigrationInfo migration : flyway.info().all()) {
                refuseFuture(migration);
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw new StartRefused(sentence(e), e);
        }
    }

    private void refuseFuture(MigrationInfo migration) {
        if (migration.getState() == MigrationState.FUTURE_SUCCESS) {
            throw new StartRefused("The schema of the database " + database.place() + " is at version "
                    + migration.getVersion() + ", which this server is too old for; start a newer server");
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
