package com.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do: incidents, batches, schedules, jobs, queues, limits. */
class OperationsTest {

    private static Shop shop;

    @TempDir
    private Path folder;

    private Desk desk;

    @BeforeAll
    static void open(@TempDir Path folder) {
        shop = new Shop();
        var desk = new Desk(shop.url(), folder);
        desk.orc("workflow", "apply", "-f", desk.file("order.yaml", Shop.ORDER).toString());
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void sit() {
        desk = new Desk(shop.url(), folder).with("ORCHESTRATOR_NAMESPACE", "shop");
    }

    private Said done(String... words) {
        Said said = desk.orc(words);
        assertThat(said.exitCode()).as("%s: %s", String.join(" ", words), said).isZero();
        return said;
    }

    /** A run whose card is odd, so that it waits for a person. */
    private void odd(String runId) {
        done("start", "order", "--run-id", runId, "-i", "total=14", "--label", "case=" + runId);
        for (int look = 0; look < 200; look++) {
            if (!done("instance", "list", "--run-id", runId, "--state", "SUSPENDED", "-o", "name")
                    .out()
                    .isBlank()) {
                return;
            }
            desk.orc("instance", "result", runId, "--wait=50ms");
        }
        throw new AssertionError(runId + " does not wait");
    }

    @Test
    void whatWaitsForAPerson_isRepaired() {
        odd("retried");
        odd("skipped");
        odd("completed");
        done("task", "retry", "retried", "charge", "-i", "total=15", "-r", "another card");
        assertThat(done("instance", "result", "retried", "--wait=90s").out()).contains("COMPLETED", "ch-1");
        done("task", "skip", "skipped", "charge", "--result", "\"none\"", "-r", "a gift");
        assertThat(done("instance", "result", "skipped", "--wait=90s").out()).contains("none");
        Said without = desk.orc("task", "complete", "completed", "charge");
        assertThat(without.errLines().get(0)).isEqualTo("orc: --result is missing.");
        done("task", "complete", "completed", "charge", "--result", "\"ch-by-hand\"");
        assertThat(done("instance", "result", "completed", "--wait=90s").out()).contains("ch-by-hand");
        assertThat(desk.orc("task", "retry", "completed", "nothing").exitCode()).isEqualTo(3);
    }

    @Test
    void incidents_areFoundGroupedAssignedAndResolved() {
        odd("incident");
        String incident = done("incident", "list", "--run", "incident", "-o", "name")
                .out()
                .strip();
        assertThat(done("incident", "groups", "-o", "wide").out()).contains("CARD_ODD", "Somebody has to look");
        assertThat(done("incident", "assign", incident, "--to", "kim", "--note", "asks the bank")
                        .out())
                .contains("kim");
        assertThat(done("incident", "list", "--assignee", "kim", "-o", "name").out())
                .contains(incident);
        assertThat(desk.orc("incident", "resolve", incident, "burn", "-r", "x").exitCode())
                .isEqualTo(2);
        done("incident", "resolve", incident, "compensate", "-r", "odd indeed");
        assertThat(desk.orc("instance", "result", "incident", "--wait=90s").exitCode())
                .isEqualTo(6);
        assertThat(done("incident", "get", incident, "-o", "yaml").out())
                .contains("state: RESOLVED", "resolution: COMPENSATED", "assignee: kim");
    }

    @Test
    void aBatch_isRehearsedAskedForAndDone() {
        for (int run = 0; run < 3; run++) {
            done("start", "order", "--run-id", "batch-" + run, "-i", "total=2000", "--label", "van=7");
        }
        String filter = "labels.van == '7' && state == 'RUNNING'";
        Said dry = done("batch", "create", "cancel", "--filter", filter, "-r", "ordered twice", "--dry-run");
        assertThat(dry.out()).contains("batch-0", "batch-1", "batch-2");
        assertThat(dry.err()).contains("3 runs, of which the first 3 were tried: 3 would have it.");
        assertThat(desk.typed("no\n")
                        .orc("batch", "create", "cancel", "--filter", filter, "-r", "twice")
                        .err())
                .contains("Do cancel to 3 runs? [y/N] ", "Nothing was changed.");
        desk.piped("");
        assertThat(done("instance", "count", "--filter", filter).out()).containsPattern("RUNNING +3");
        String batch = done("batch", "create", "cancel", "--filter", filter, "-r", "twice", "--yes", "-o", "name")
                .out()
                .strip();
        assertThat(desk.orc("instance", "result", "batch-2", "--wait=90s").exitCode())
                .isEqualTo(6);
        assertThat(done("batch", "items", batch, "-o", "json").json()).hasSize(3);
        assertThat(done("batch", "list", "-o", "name").out()).contains(batch);
        assertThat(done("batch", "get", batch).out()).contains("cancel");
        Said nobody = desk.orc("batch", "create", "pause", "--filter", "labels.van == '8'", "-r", "x", "--yes");
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.errLines()).hasSizeGreaterThan(1);
    }

    @Test
    void aSchedule_isPreviewedSetPausedTriggeredAndDeleted() {
        Said preview = done("schedule", "preview", "--cron", "0 9 * * 1-5", "--zone", "Europe/Berlin", "--count", "3");
        assertThat(preview.out().lines()).hasSize(4);
        assertThat(preview.err()).containsIgnoringCase("09:00");
        assertThat(desk.orc("schedule", "preview").exitCode()).isEqualTo(2);
        done(
                "schedule",
                "set",
                "nightly",
                "-w",
                "order",
                "--cron",
                "0 2 * * *",
                "-i",
                "total=3",
                "--note",
                "each night");
        assertThat(done("schedule", "list").out()).containsPattern("shop/nightly +order +0 2 \\* \\* \\* +UTC +false");
        assertThat(done("schedule", "upcoming", "nightly", "--count", "2", "-o", "json")
                        .json()
                        .path("times"))
                .hasSize(2);
        assertThat(done("schedule", "pause", "nightly", "--note", "moving").out())
                .contains("true");
        String run = done("schedule", "trigger", "nightly", "-o", "name").out().strip();
        assertThat(desk.orc("instance", "result", run, "--wait=90s").exitCode()).isZero();
        done("schedule", "resume", "nightly");
        assertThat(done("schedule", "changes", "nightly").out()).contains("PAUSED", "moving");
        Path spec = desk.file("hourly.json", "{\"workflow\": \"order\", \"every\": \"1h\", \"input\": {\"total\": 1}}");
        assertThat(done("schedule", "set", "hourly", "-f", spec.toString()).out())
                .contains("every ");
        done("schedule", "delete", "hourly", "--yes");
        assertThat(desk.orc("schedule", "get", "hourly").exitCode()).isEqualTo(3);
    }

    @Test
    void aJob_isPutWaitedForAndFound() {
        Said put = done(
                "job", "put", "stock.reserve", "-i", "sku=mug", "--job-id", "job-1", "--entity", "c1", "--wait=90s");
        assertThat(put.out()).containsPattern("job-1 +stock.reserve +SUCCEEDED");
        assertThat(done("job", "list", "--type", "stock.reserve", "--state", "SUCCEEDED", "-o", "name")
                        .out())
                .isEqualTo("job-1\n");
        done("job", "put", "nobody.does", "-i", "{}", "--job-id", "job-2");
        assertThat(desk.orc("job", "get", "job-2", "--wait=50ms").exitCode()).isEqualTo(124);
        done("job", "cancel", "job-2", "--yes");
        assertThat(desk.orc("job", "get", "job-2", "--wait=90s").exitCode()).isEqualTo(8);
        assertThat(desk.orc("job", "get", "nobody").exitCode()).isEqualTo(3);
    }

    @Test
    void queuesAndLimits_areSet() {
        done("queue", "pause", "card.refund", "-r", "the bank is down");
        assertThat(done("queue", "get", "card.refund", "-o", "wide").out()).contains("the bank is down");
        done("queue", "resume", "card.refund", "-r", "up again");
        assertThat(done(
                                "queue",
                                "limit",
                                "card.refund",
                                "--max-concurrent",
                                "5",
                                "--rate",
                                "100/1s/20",
                                "-r",
                                "small",
                                "-o",
                                "json")
                        .json()
                        .at("/rateLimit/burst")
                        .asInt())
                .isEqualTo(20);
        assertThat(done(
                                "queue",
                                "limit",
                                "card.refund",
                                "--max-concurrent",
                                "0",
                                "--rate",
                                "none",
                                "-r",
                                "big",
                                "-o",
                                "json")
                        .json()
                        .path("rateLimit")
                        .isNull())
                .isTrue();
        assertThat(desk.orc("queue", "limit", "card.refund", "-r", "x").exitCode())
                .isEqualTo(2);
        assertThat(done("queue", "list", "-o", "name").out()).contains("card.refund");

        done("limits", "set-budget", "heavy", "--max", "2", "-r", "few machines");
        assertThat(done("limits", "budgets").out()).containsPattern("heavy +0 +2");
        done("limits", "set-fairness", "card.refund", "c1", "--weight", "3", "-r", "pays");
        assertThat(done("limits", "fairness", "-o", "name").out()).isEqualTo("card.refund/c1\n");
        done(
                "limits",
                "set-breaker",
                "card.refund",
                "--failures",
                "5",
                "--window",
                "1m",
                "--open-for",
                "30s",
                "-r",
                "shaky");
        assertThat(done("limits", "open-breaker", "card.refund", "-r", "down").out())
                .contains("OPEN");
        assertThat(done("limits", "close-breaker", "card.refund", "-r", "up").out())
                .contains("CLOSED");
        assertThat(done("limits", "changes", "budget:heavy").out()).contains("few machines");
        done("limits", "remove-budget", "heavy", "-r", "no need", "--yes");
        done("limits", "remove-fairness", "card.refund", "c1", "-r", "no need", "--yes");
        done("limits", "remove-breaker", "card.refund", "-r", "no need", "--yes");
        assertThat(done("limits", "budgets", "-o", "name").out()).isEmpty();
        assertThat(done("limits", "locks").err()).isEqualTo("Nothing found.\n");
    }

    @Test
    void theRouter_takesJobs_andSaysHowItStands() {
        done("router", "register", "calculate", "--id", "routed-1", "--priority", "10", "-i", "{\"numbers\":[1,2]}");
        assertThat(done(
                                "router",
                                "register",
                                "calculate",
                                "--id",
                                "routed-1",
                                "--priority",
                                "10",
                                "-i",
                                "{\"numbers\":[1,2]}")
                        .out())
                .containsPattern("routed-1 +accepted +true");
        assertThat(desk.orc("router", "register", "calculate", "--id", "routed-1", "-i", "{\"numbers\":[3]}")
                        .exitCode())
                .isEqualTo(4);
        done("router", "register", "calculate", "--id", "routed-2");
        assertThat(done("router", "jobs", "--limit", "1", "-o", "name").out()).isEqualTo("routed-2\n");
        assertThat(done("router", "jobs").out()).containsPattern("routed-1 +calculate +pending +10 +- +0 +20");
        assertThat(done("router", "cancel", "routed-1", "--yes").out()).contains("cancelled");
        assertThat(desk.orc("router", "cancel", "nobody", "--yes").exitCode()).isEqualTo(3);

        assertThat(done("router", "status").out()).containsPattern("local +healthy +none");
        assertThat(done("router", "leader").out()).containsPattern("local +1 +leader");
        assertThat(done("router", "nodes").out()).containsPattern("local +leader +1");
        assertThat(done("router", "queues", "-o", "name").out()).isEqualTo("router.calculate\n");
        assertThat(done("router", "workers").err()).isEqualTo("Nothing found.\n");
        assertThat(done("router", "outbox").err()).startsWith("There is no broker");
        assertThat(done("router", "broker").err()).startsWith("There is no broker");
    }

    @Test
    void theServer_isLookedAt() {
        assertThat(done("server", "health").out()).containsPattern("database +UP|accepting +UP");
        assertThat(done("server", "info").out()).contains(shop.url().toString(), "UP");
        assertThat(done("server", "config").err()).isEqualTo("Nothing found.\n"); // part of this process
        assertThat(done("server", "config", "-o", "json").out()).contains("items");
        assertThat(done("server", "metrics").out()).contains("orchestrator_");
        String worker = done("worker", "list", "-o", "name").out().strip();
        assertThat(done("worker", "get", worker, "-o", "yaml").out()).contains("card.charge");
        assertThat(done("doctor").out()).containsPattern("server +OK").containsPattern("workers +OK +1 are there");
        Said gone = new Desk(java.net.URI.create("http://127.0.0.1:1"), folder).orc("doctor");
        assertThat(gone.exitCode()).isEqualTo(1);
        assertThat(gone.out()).containsPattern("server +FAULT +The server at http://127.0.0.1:1 does not answer");
    }

    @Test
    void manyRuns_areRepairedFromThePlanToTheReport() throws IOException {
        odd("many-1");
        odd("many-2");
        String filter = "state == 'SUSPENDED' && runId in ['many-1', 'many-2']";
        assertThat(desk.orc("ops", "repair", "--filter", filter, "-r", "x", "--yes")
                        .errLines())
                .containsExactly(
                        "orc: It is not said what to do.",
                        "  Say one of --retry, --skip, --compensate, --cancel, --resume.");
        Path plan = folder.resolve("plan.json");
        Said dry = done(
                "ops",
                "repair",
                "--filter",
                filter,
                "--retry",
                "-r",
                "x",
                "--dry-run",
                "--report-file",
                plan.toString());
        assertThat(dry.out()).contains("many-1", "many-2");
        assertThat(dry.err()).contains("2 runs, of which the first 2 were tried: 2 would have it.");
        assertThat(Files.readString(plan)).contains("\"willApply\": 2").doesNotContain("batchId");

        Path report = folder.resolve("report.md");
        Said repaired = done(
                "ops",
                "repair",
                "--filter",
                filter,
                "--retry",
                "--task",
                "charge",
                "-i",
                "total=15",
                "-r",
                "another card",
                "--yes",
                "--report-file",
                report.toString());
        assertThat(repaired.out()).containsPattern("retry +COMPLETED +2 +2 +0 +0");
        assertThat(Files.readString(report))
                .startsWith("# Repair: retry\n\n- Reason: another card\n")
                .contains("- Parameters: {\"taskId\":\"charge\",\"input\":{\"total\":15}}\n", "- Succeeded: 2\n");
        assertThat(done("instance", "result", "many-2", "--wait=90s").out()).contains("COMPLETED");

        Said late = desk.orc(
                "ops",
                "repair",
                "--run",
                "many-1",
                "--run",
                "many-2",
                "--resume",
                "-r",
                "x",
                "--yes",
                "--report-file",
                report.toString());
        assertThat(late.exitCode()).isEqualTo(4);
        assertThat(late.out()).containsPattern("resume +COMPLETED +2 +0 +2 +0");
        assertThat(Files.readString(report)).contains("| ILLEGAL_STATE | ");
    }
}
