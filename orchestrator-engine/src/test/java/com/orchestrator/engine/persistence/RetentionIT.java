package com.orchestrator.engine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.persistence.sql.ForgetRuns;
import com.orchestrator.engine.persistence.sql.ForgetRuns.Table;
import com.orchestrator.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only the schema knows about deleting runs. */
class RetentionIT {

    private final TestDatabase database = TestDatabase.create();

    /** Whoever adds a table that has something of runs says what becomes of it when they go. */
    @Test
    void everyTableThatHasSomethingOfRuns_isKnownToTheirDeletion() {
        try (PostgresEngineStore store = PostgresEngineStore.open(database.config())) {
            List<String> tables = database.query("""
                    SELECT DISTINCT c.table_name FROM information_schema.columns c
                    WHERE c.table_schema = current_schema() AND (c.column_name LIKE '%instance_id%'
                        OR c.column_name IN ('execution_id', 'receiver_id', 'sender_id', 'root_id', 'run_id'))
                    ORDER BY 1
                    """);

            assertThat(ForgetRuns.TABLES).extracting(Table::name).containsExactlyInAnyOrderElementsOf(tables);
            assertThat(store.retention().trees(List.of())).isEmpty();
        }
    }
}
