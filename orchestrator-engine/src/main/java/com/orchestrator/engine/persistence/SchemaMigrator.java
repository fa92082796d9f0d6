package com.orchestrator.engine.persistence;

import com.orchestrator.engine.InvariantViolation;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the schema up to date under Flyway's lock, and refuses one that a newer server has made. */
final class SchemaMigrator {

    private SchemaMigrator() {}

    static void migrate(DataSource dataSource) {
        Flyway flyway = Flyway.configure(SchemaMigrator.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .load();
        for (MigrationInfo migration : flyway.info().all()) {
            if (migration.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new InvariantViolation("The database schema is at version " + migration.getVersion()
                        + ", which this server is too old for; start a newer server");
            }
        }
        flyway.migrate();
    }
}
