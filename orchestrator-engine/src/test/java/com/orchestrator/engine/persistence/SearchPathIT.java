package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.engine.StartRefused;
import com.orchestrator.testkit.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user who is called like a schema of the same database, as one called "orchestrator" is like that of projections. */
class SearchPathIT {

    private final TestDatabase database = TestDatabase.create();
    private final PostgresConfig config = new PostgresConfig(database.config().jdbcUrl(), "orchestrator", "x", 2, true);

    @BeforeEach
    void makeAUserWithASchema() {
        database.execute("DO $$ BEGIN CREATE ROLE orchestrator SUPERUSER LOGIN PASSWORD 'x';"
                + " EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        database.execute("DROP SCHEMA IF EXISTS orchestrator CASCADE");
        database.execute("CREATE SCHEMA orchestrator");
    }

    @Test
    void tablesOfOthersThatAreCalledTheSame_areLeftAlone() {
        database.execute("CREATE TABLE orchestrator.events (nothing INT)");
        database.execute("CREATE TABLE orchestrator.workflow_definitions (nothing INT)");

        try (PostgresEngineStore store = PostgresEngineStore.open(config)) {
            assertThat(store.reads().findInstance(new UUID(0, 1))).isEmpty();
        }
        assertThat(database.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'orchestrator'"))
                .containsExactly("2");
    }

    @Test
    void aSchemaThatTheUrlNames_isWhereTheTablesAre() {
        String url = config.connectionUrl().replace("currentSchema=public", "currentSchema=orchestrator");
        var there = new PostgresConfig(url, "orchestrator", "x", 2, true);

        PostgresEngineStore.open(there).close();

        assertThat(database.query("SELECT count(*) FROM orchestrator.flyway_schema_history WHERE success"))
                .isEqualTo(database.query("SELECT count(*) FROM public.flyway_schema_history WHERE success"));
    }

    @Test
    void tablesThatAServerOfBeforeHasMadeThere_areNotForgottenInSilence() {
        database.execute("CREATE TABLE orchestrator.workflow_instances (nothing INT)");
        database.execute("CREATE TABLE orchestrator.flyway_schema_history (nothing INT)");
        database.execute("ALTER TABLE public.flyway_schema_history RENAME TO renamed");
        try {
            assertThatThrownBy(() -> PostgresEngineStore.prepare(config))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("?currentSchema=orchestrator");
        } finally {
            database.execute("ALTER TABLE public.renamed RENAME TO flyway_schema_history");
        }
    }
}
