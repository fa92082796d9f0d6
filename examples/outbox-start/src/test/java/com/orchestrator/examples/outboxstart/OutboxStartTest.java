package com.orchestrator.examples.outboxstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.embedded.EmbeddedOrchestrator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README says is printed. */
class OutboxStartTest {

    @Test
    void whatIsCommitted_runs_andWhatIsRolledBack_doesNot() throws Exception {
        List<String> printed = new ArrayList<>();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                EmbeddedOrchestrator server = EmbeddedOrchestrator.inMemory()) {
            OutboxStart.play(postgres.getPostgresDatabase(), server.url(), printed::add);
        }
        assertThat(printed)
                .hasSize(7)
                .startsWith("o-1 is placed")
                .anyMatch(line -> line.startsWith("o-2 is rolled back: ERROR: new row"))
                .endsWith(
                        "o-3 is placed in SQL",
                        "o-1 and o-3 are paid",
                        "o-1 COMPLETED {\"parcel\":\"parcel-o-1\"}",
                        "o-2 has no run",
                        "o-3 COMPLETED {\"parcel\":\"parcel-o-3\"}");
    }
}
