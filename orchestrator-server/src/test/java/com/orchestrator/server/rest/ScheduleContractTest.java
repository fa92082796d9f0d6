package com.orchestrator.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.server.testing.TestServer;
import com.orchestrator.server.testing.TestServer.Answer;
import com.orchestrator.server.wiring.OwnEngine;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules: section 0b of the contract, with an engine in memory behind it whose clock stands still. */
class ScheduleContractTest {

    private static final String NIGHTLY = "/api/v1/schedules/shop/nightly";

    private static final String WORKFLOW = """
            {"apiVersion":"orchestrator/v1","kind":"Workflow","namespace":"shop","name":"report",
             "input":{"schema":{"type":"object","properties":{"n":{"type":"integer"}}}},
             "tasks":[{"id":"make","task":"make"}]}""";

    private final SettableClock clock = SettableClock.standing();
    private OwnEngine engine;
    private TestServer server;

    @BeforeEach
    void open() {
        engine = OwnEngine.onLocal(new InMemoryEngineStore(clock));
        server = TestServer.of(engine);
        server.post("/api/v1/workflows", WORKFLOW);
    }

    @AfterEach
    void close() {
        server.close();
        engine.close();
    }

    private Answer put(String body, String... headers) {
        HttpRequest.Builder request = server.request(NIGHTLY)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request);
    }

    private static JsonNode error(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().get("code").asText()).isEqualTo("SCHEDULE_INVALID");
        return answer.json().get("errors").get(0);
    }

    @Test
    void put_makesASchedule_andAnswersWithIt() {
        Answer made = put("""
                {"workflow":"report","cron":"0 2 * * *","zone":"Europe/Berlin","overlap":"bufferOne",
                 "input":{"n":1,"at":"${ schedule.at }"},"catchUp":{"window":"2h"}}""");

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.header("ETag")).isEqualTo("\"1\"");
        assertThat(made.header("Location")).contains(NIGHTLY);
        JsonNode schedule = server.get(NIGHTLY).json();
        assertThat(schedule.get("cron").get(0).asText()).isEqualTo("0 2 * * *");
        assertThat(schedule.get("overlap").asText()).isEqualTo("bufferOne");
        assertThat(schedule.get("catchUp").get("window").asText()).isEqualTo("PT2H");
        assertThat(schedule.get("paused").asBoolean()).isFalse();
        assertThat(schedule.get("next")).hasSize(10);
        assertThat(schedule.get("last")).isEmpty();
        assertThat(schedule.get("missed").asInt()).isZero();
        assertThat(schedule.get("note").isNull()).isTrue();

        Answer again = put("""
                {"workflow":"report","cron":["0 2 * * *"],"zone":"Europe/Berlin","overlap":"bufferOne",
                 "input":{"n":1,"at":"${ schedule.at }"},"catchUp":{"window":"2h"}}""");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("ETag")).contains("\"1\"");
    }

    @Test
    void job_isPutInsteadOfARun() {
        Answer made = put("""
                {"every":"1h","job":{"type":"media.index","payload":{"at":"${ schedule.at }"},"history":"none"}}""");

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.json().get("workflow").isNull()).isTrue();
        assertThat(made.json().get("job").get("type").asText()).isEqualTo("media.index");
        Answer fire = server.post(NIGHTLY + "/trigger", "{}");
        assertThat(fire.status()).as(fire.text()).isEqualTo(200);
        JsonNode job = server.get("/api/v1/jobs").json().get("items").get(0);
        assertThat(job.get("jobId").asText())
                .isEqualTo(
                        "schedule/shop/nightly/" + fire.json().get("nominalAt").asText());
        assertThat(job.get("instanceId")).isEqualTo(fire.json().get("instanceId"));
        assertThat(error(
                                put(
                                        "{\"every\":\"1h\",\"job\":{\"type\":\"media.index\",\"runAt\":\"2026-12-24T00:00:00Z\"}}"))
                        .get("pointer")
                        .asText())
                .isEqualTo("/job/runAt");
    }

    @Test
    void change_canBeHeldToAVersion() {
        put("{\"workflow\":\"report\",\"every\":\"7h\",\"offset\":\"15m\"}");

        Answer changed = put("{\"workflow\":\"report\",\"every\":\"8h\"}", "If-Match", "\"1\"");
        Answer late = put("{\"workflow\":\"report\",\"every\":\"9h\"}", "If-Match", "\"1\"");

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).contains("\"2\"");
        assertThat(late.status()).isEqualTo(412);
        assertThat(server.get(NIGHTLY).json().get("every").asText()).isEqualTo("8h");
    }

    @Test
    void pauseWithNote_andResume() {
        put("{\"workflow\":\"report\",\"every\":\"1h\"}");

        Answer paused = server.post(NIGHTLY + "/pause", "{\"note\":\"psp down\"}");
        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.json().get("paused").asBoolean()).isTrue();
        assertThat(paused.json().get("note").asText()).isEqualTo("psp down");
        assertThat(paused.json().get("next")).isEmpty();
        assertThat(server.post(NIGHTLY + "/resume", "{}").json().get("paused").asBoolean())
                .isFalse();
        assertThat(server.get("/api/v1/schedules/shop/other").status()).isEqualTo(404);
        assertThat(server.post("/api/v1/schedules/shop/other/pause", "{}").status())
                .isEqualTo(404);
    }

    @Test
    void trigger_answersWithTheRun() {
        put("{\"workflow\":\"report\",\"every\":\"1h\",\"input\":{\"n\":5}}");

        JsonNode fire = server.post(NIGHTLY + "/trigger", "{}").json();

        assertThat(fire.get("outcome").asText()).isEqualTo("STARTED");
        JsonNode run = server.get("/api/v1/instances/" + fire.get("instanceId").asText())
                .json();
        assertThat(run.get("runId").asText())
                .isEqualTo("schedule/nightly/" + fire.get("nominalAt").asText());
        assertThat(run.get("input").get("n").asInt()).isEqualTo(5);
        assertThat(server.get(NIGHTLY).json().get("last").get(0)).isEqualTo(fire);
    }

    @Test
    void backfill_isABatch() {
        put("{\"workflow\":\"report\",\"every\":\"1h\"}");
        String from = clock.instant().minus(Duration.ofHours(5)).toString();

        Answer made = server.post(
                NIGHTLY + "/backfill",
                "{\"from\":\"" + from + "\",\"to\":\"" + clock.instant() + "\",\"maxConcurrent\":2}");

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        String batch = "/api/v1/batches/" + made.json().get("batchId").asText();
        assertThat(made.json().get("total").asInt()).isEqualTo(6);
        assertThat(server.get(batch).json().get("state").asText()).isEqualTo("RUNNING");
        assertThat(server.post(batch + "/pause", "{}").json().get("state").asText())
                .isEqualTo("PAUSED");
        assertThat(server.post(batch + "/resume", "{}").json().get("state").asText())
                .isEqualTo("RUNNING");
        assertThat(server.post(batch + "/cancel", "{\"reason\":\"enough\"}")
                        .json()
                        .get("state")
                        .asText())
                .isEqualTo("CANCELLED");
        assertThat(server.post(batch + "/resume", "{}").status()).isEqualTo(409);
    }

    @Test
    void deleted_isGone() {
        put("{\"workflow\":\"report\",\"every\":\"1h\"}");
        assertThat(server.get("/api/v1/schedules?namespace=shop").json().get("items"))
                .hasSize(1);

        assertThat(server.send(server.request(NIGHTLY).DELETE()).status()).isEqualTo(204);

        assertThat(server.get(NIGHTLY).status()).isEqualTo(404);
        assertThat(server.get("/api/v1/schedules").json().get("items")).isEmpty();
    }

    @Test
    void preview_needsNoSchedule_andSaysItInWords() {
        Answer answer = server.post("/api/v1/schedules/preview", """
                {"cron":"*/15 * * * MON-FRI","zone":"Europe/Berlin","count":3,"after":"2026-03-27T22:50:00Z"}""");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().get("times").toString())
                .isEqualTo("[\"2026-03-29T22:00:00Z\",\"2026-03-29T22:15:00Z\",\"2026-03-29T22:30:00Z\"]");
        assertThat(answer.json().get("text").asText()).isEqualTo("every 15 minutes, Monday to Friday");
        assertThat(answer.json().get("warnings")).isEmpty();
        assertThat(answer.json().get("tzdata").asText()).isNotBlank();

        JsonNode warned = server.post("/api/v1/schedules/preview", "{\"cron\":\"0 */7 * * *\"}")
                .json();
        assertThat(warned.get("times")).hasSize(10);
        assertThat(warned.get("warnings").get(0).get("code").asText()).isEqualTo("STEP_STARTS_ANEW");
    }

    @Test
    void upcoming_goesOnFromAMoment_alsoWhenPaused() {
        put("{\"workflow\":\"report\",\"every\":\"1h\",\"paused\":true,\"note\":\"not yet\"}");

        Answer answer = server.get(NIGHTLY + "/upcoming?count=2&after=2030-01-01T00:30:00Z");

        assertThat(answer.json().get("times").toString())
                .isEqualTo("[\"2030-01-01T01:00:00Z\",\"2030-01-01T02:00:00Z\"]");
        assertThat(server.get(NIGHTLY + "/upcoming?after=soon").status()).isEqualTo(400);
        assertThat(server.get(NIGHTLY).json().get("note").asText()).isEqualTo("not yet");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "/cron     | {'workflow':'report','cron':'0 0 31 2 *'}",
                "/cron     | {'workflow':'report','cron':'*/90 * * * *'}",
                "/cron     | {'workflow':'report','cron':'0 0 1 * MON'}",
                "/cron/1   | {'workflow':'report','cron':['0 0 * * *','0 0 * * MONKEY']}",
                "/zone     | {'workflow':'report','cron':'0 0 * * *','zone':'Europe/Berlln'}",
                "/zone     | {'workflow':'report','cron':'0 0 * * *','zone':'UTC+3'}",
                "/endAt    | {'workflow':'report','every':'1h','startAt':'2031-01-01T00:00:00Z','endAt':'2030-01-01T00:00:00Z'}",
                "/endAt    | {'workflow':'report','every':'1h','endAt':'2001-01-01T00:00:00Z'}",
                "/workflow | {'workflow':'nothing','every':'1h'}",
                "/workflow | {'every':'1h'}",
                "/revision | {'workflow':'report','revision':9,'every':'1h'}",
                "/every    | {'workflow':'report','every':'often'}",
                "/every    | {'workflow':'report','every':'1ms'}",
                "/startAt  | {'workflow':'report','every':'P1M'}",
                "/offset   | {'workflow':'report','every':'1h','offset':'2h'}",
                "/cron     | {'workflow':'report'}",
                "/every    | {'workflow':'report','cron':'0 0 * * *','every':'1h'}",
                "/exclude/0| {'workflow':'report','every':'1h','exclude':['2026-02-30']}",
                "/jitter   | {'workflow':'report','every':'1h','jitter':'30d'}",
                "/input/at | {'workflow':'report','every':'1h','input':{'at':'${ schedul.at }'}}",
                "/input    | {'workflow':'report','every':'1h','input':{'at':'${ schedule.when }'}}",
                "/input/n  | {'workflow':'report','every':'1h','input':{'n':'x'}}",
            })
    void whatCannotBeMeant_isRefusedAtItsPlace(String pointer, String body) {
        JsonNode error = error(put(body.replace('\'', '"')));

        assertThat(error.get("pointer").asText()).isEqualTo(pointer);
        assertThat(error.get("detail").asText()).isNotBlank();
        assertThat(server.get(NIGHTLY).status()).isEqualTo(404);
    }

    @Test
    void refusals_giveAHint() {
        assertThat(error(put("{\"workflow\":\"report\",\"cron\":\"0 0 1 * MON\"}"))
                        .get("hint")
                        .asText())
                .contains("dayMatch");
        assertThat(error(put("{\"workflow\":\"report\",\"cron\":\"0 0 * * *\",\"zone\":\"IST\"}"))
                        .get("hint")
                        .asText())
                .contains("Europe/Berlin");
        assertThat(put("{\"workflow\":\"report\",\"every\":\"1h\",\"overlap\":\"maybe\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void backfillThatCannotBeMeant_isRefused() {
        put("{\"workflow\":\"report\",\"every\":\"1s\"}");
        String now = clock.instant().toString();
        String before = clock.instant().minus(Duration.ofDays(1)).toString();

        assertThat(error(backfill(now, before)).get("pointer").asText()).isEqualTo("/to");
        assertThat(error(backfill(before, "2999-01-01T00:00:00Z"))
                        .get("pointer")
                        .asText())
                .isEqualTo("/to");
        assertThat(error(backfill(before, now)).get("detail").asText()).contains("10000");
        assertThat(server.post(NIGHTLY + "/backfill", "{\"from\":\"" + now + "\"}")
                        .status())
                .isEqualTo(400);
    }

    private Answer backfill(String from, String to) {
        return server.post(NIGHTLY + "/backfill", "{\"from\":\"" + from + "\",\"to\":\"" + to + "\"}");
    }
}
