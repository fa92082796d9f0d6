package com.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.worker.OrchestratorClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many runs that wait for a person for one reason, in one go: forty in a build, ten thousand with {@code -Drepair.runs=10000}, on an
 * orchestrator in memory.
 */
class RepairManyTest {

    private static final int RUNS = Integer.getInteger("repair.runs", 40);
    private static final int LOOKS_MAX = 100_000;
    private static final String FILTER = "state == 'SUSPENDED' && error.code == 'CARD_ODD'";

    @TempDir
    private Path folder;

    private static void start(Shop shop, Desk desk) {
        assertThat(desk.orc(
                                "workflow",
                                "apply",
                                "-f",
                                desk.file("order.yaml", Shop.ORDER).toString())
                        .exitCode())
                .isZero();
        OrchestratorClient client = OrchestratorClient.connect(shop.url());
        for (int run = 0; run < RUNS; run++) {
            client.start("shop", "order", "odd-" + run, Map.of("total", 14));
        }
        for (int look = 0; look < LOOKS_MAX; look++) {
            if (count(desk) == RUNS) {
                return;
            }
        }
        throw new AssertionError("Of " + RUNS + " runs only " + count(desk) + " wait");
    }

    private static int count(Desk desk) {
        return desk.orc("incident", "groups", "-o", "json")
                .json()
                .path(0)
                .path("count")
                .asInt();
    }

    @Test
    void allThatWaitForOneReason_areShown_thenRepaired_andReported() throws IOException {
        try (Shop shop = new Shop()) {
            Desk desk = new Desk(shop.url(), folder);
            start(shop, desk);

            Said plan = desk.orc("ops", "repair", "--filter", FILTER, "--retry", "--dry-run");
            assertThat(plan.exitCode()).as(plan.toString()).isZero();
            assertThat(plan.err()).contains(" would have it");
            assertThat(count(desk)).as("a dry run changes nothing").isEqualTo(RUNS);

            Said withoutReason = desk.orc("ops", "repair", "--filter", FILTER, "--retry", "--yes");
            assertThat(withoutReason.exitCode()).isEqualTo(2);
            assertThat(withoutReason.errLines()).hasSize(2).first().isEqualTo("orc: --reason is missing.");
            assertThat(count(desk)).as("nor does what says no reason").isEqualTo(RUNS);

            Path report = folder.resolve("report.md");
            Said done = desk.typed("y\n")
                    .orc(
                            "ops",
                            "repair",
                            "--filter",
                            FILTER,
                            "--retry",
                            "--task",
                            "charge",
                            "-i",
                            "total=15",
                            "-r",
                            "another card",
                            "--report-file",
                            report.toString());
            assertThat(done.exitCode()).as(done.toString()).isZero();
            assertThat(done.err()).contains("Do retry to ", " runs? [y/N]", " of " + RUNS + " runs, 0 refused");
            assertThat(Files.readString(report))
                    .contains("- Runs: " + RUNS + "\n", "- Succeeded: " + RUNS + "\n", "- Refused: 0\n");
            assertThat(count(desk)).isZero();
        }
    }
}
