package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.model.Priority;
import com.orchestrator.api.schedule.Backfill;
import com.orchestrator.api.schedule.BackfillRequest;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleFire;
import com.orchestrator.api.schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client says about schedules, and what it understands. */
@Timeout(60)
class SchedulesClientTest extends ClientStory {

    private static final String SCHEDULE = """
            {"namespace":"shop","name":"nightly","workflow":"report","job":null,"revision":null,"input":{"at":1},
             "cron":["0 2 * * *"],"seconds":false,"every":null,"offset":null,"zone":"Europe/Berlin","dayMatch":"any",
             "exclude":[],"jitter":"PT30S","startAt":null,"endAt":null,"overlap":"bufferOne","catchUp":{"window":"PT1H"},
             "labels":{},"paused":true,"note":"psp down","incident":{"code":"NOT_FOUND","message":"gone","at":"2026-01-02T01:00:00Z"},
             "version":3,"next":["2026-01-03T01:00:00Z"],
             "last":[{"nominalAt":"2026-01-02T01:00:00Z","startedAt":"2026-01-02T01:00:00.5Z",
                      "instanceId":"01990000-0000-7000-8000-000000000001","outcome":"STARTED","detail":null}],
             "missed":2,"createdAt":"2026-01-01T00:00:00Z","changedAt":"2026-01-01T00:00:00Z","changedBy":"kim"}""";

    @Test
    void put_saysWhatWasSaid_andNoMore() {
        answer(SCHEDULE);

        Schedule put = connection
                .schedule("shop", "nightly")
                .workflow("report")
                .cron("0 2 * * *")
                .zone(ZoneId.of("Europe/Berlin"))
                .exclude(LocalDate.of(2026, 12, 24), LocalDate.of(2027, 1, 1))
                .overlap(Overlap.BUFFER_ONE)
                .catchUp(Duration.ofHours(2))
                .input(Map.of("at", "${ schedule.at }"))
                .put();

        assertThat(requests.getLast())
                .isEqualTo(
                        "PUT /api/v1/schedules/shop/nightly {\"workflow\":\"report\",\"input\":{\"at\":\"${ schedule.at }\"},"
                                + "\"cron\":[\"0 2 * * *\"],\"zone\":\"Europe/Berlin\",\"exclude\":[\"2026-12-24/2027-01-01\"],"
                                + "\"overlap\":\"bufferOne\",\"catchUp\":{\"window\":\"PT2H\"},\"labels\":{}}");
        assertThat(put.overlap()).isEqualTo(Overlap.BUFFER_ONE);
        assertThat(put.jitter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(put.incident().code()).isEqualTo("NOT_FOUND");
        assertThat(put.next()).containsExactly(Instant.parse("2026-01-03T01:00:00Z"));
        assertThat(put.last().get(0).outcome()).isEqualTo(ScheduleFire.Outcome.STARTED);
        assertThat(put.missed()).isEqualTo(2);
    }

    @JobType(value = "report.day", workload = "Heavy", history = JobHistory.NONE)
    record DayReport(String day, String entityId) implements JobTraits {}

    @Test
    void job_isSaidByItsClass_withoutAnId() {
        answer(SCHEDULE);

        connection
                .schedule("shop", "nightly")
                .job(new DayReport("${ schedule.at }", "kim"), job -> job.priority(Priority.P0))
                .every(Duration.ofHours(1))
                .put();

        assertThat(requests.getLast())
                .isEqualTo("PUT /api/v1/schedules/shop/nightly {\"job\":{\"type\":\"report.day\","
                        + "\"payload\":{\"day\":\"${ schedule.at }\",\"entityId\":\"kim\"},\"entityId\":\"kim\","
                        + "\"priority\":\"P0\",\"workload\":\"Heavy\",\"history\":\"none\"},\"cron\":[],\"every\":\"PT1H\","
                        + "\"exclude\":[],\"labels\":{}}");
    }

    @Test
    void operations_goToTheirAddresses() {
        ScheduleHandle nightly = connection.schedule("shop", "each night");
        answer(SCHEDULE);
        assertThat(nightly.pause("psp down").paused()).isTrue();
        assertThat(requests.getLast())
                .isEqualTo("POST /api/v1/schedules/shop/each%20night/pause {\"note\":\"psp down\"}");

        answer("{\"nominalAt\":\"2026-01-02T01:00:00Z\",\"outcome\":\"BUFFERED\"}");
        assertThat(nightly.trigger(Overlap.BUFFER_ALL).outcome()).isEqualTo(ScheduleFire.Outcome.BUFFERED);
        assertThat(requests.getLast()).contains("/trigger {\"overlap\":\"bufferAll\",\"triggerId\":\"");

        answer("{\"nominalAt\":\"2026-01-02T01:00:00Z\",\"outcome\":\"BUFFERED\"}");
        nightly.trigger(null, "mine");
        assertThat(requests.getLast()).contains("\"triggerId\":\"mine\"");

        answer("{\"times\":[\"2026-01-03T01:00:00Z\"],\"text\":\"daily\",\"warnings\":[],\"tzdata\":\"2025a\"}");
        assertThat(nightly.upcoming(1, Instant.EPOCH).times()).hasSize(1);
        assertThat(requests.getLast()).contains("upcoming?count=1&after=1970-01-01T00:00:00Z");

        answer("");
        nightly.delete();
        assertThat(requests.getLast()).startsWith("DELETE /api/v1/schedules/shop/each%20night");
    }

    @Test
    void backfill_isFollowedByItsId() {
        UUID id = UUID.fromString("01990000-0000-7000-8000-000000000002");
        String backfill =
                "{\"batchId\":\"" + id + "\",\"namespace\":\"shop\",\"schedule\":\"nightly\",\"state\":\"RUNNING\","
                        + "\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-02T00:00:00Z\",\"overlap\":\"bufferAll\","
                        + "\"maxConcurrent\":2,\"total\":5,\"succeeded\":1,\"failed\":0,\"refused\":0,"
                        + "\"createdAt\":\"2026-01-03T00:00:00Z\",\"endedAt\":null}";
        answer(backfill);
        answer(backfill);

        Instant from = Instant.parse("2026-01-01T00:00:00Z");
        Backfill begun = connection
                .schedule("shop", "nightly")
                .backfill(new BackfillRequest(from, from.plusSeconds(86_400), null, 2));
        connection.schedules().pauseBackfill(begun.batchId());

        assertThat(requests.getFirst())
                .endsWith(
                        "/backfill {\"from\":\"2026-01-01T00:00:00Z\",\"to\":\"2026-01-02T00:00:00Z\",\"maxConcurrent\":2}");
        assertThat(requests.getLast()).startsWith("POST /api/v1/batches/" + id + "/pause {}");
        assertThat(begun.total()).isEqualTo(5);
    }

    @Test
    void lists_goOnToTheEnd_andPreviewsNeedNoSchedule() {
        answer("{\"items\":[" + SCHEDULE + "],\"page\":{\"next\":\"c\"}}");
        answer("{\"items\":[" + SCHEDULE + "],\"page\":{\"next\":null}}");
        assertThat(connection.schedules().list("shop")).hasSize(2);
        assertThat(requests.getLast()).contains("namespace=shop&cursor=c");

        answer(
                "{\"times\":[],\"text\":\"every 15 minutes\",\"warnings\":[{\"code\":\"RARE\",\"detail\":\"x\"}],\"tzdata\":\"2025a\"}");
        assertThat(connection
                        .schedules()
                        .preview(Timing.every(Duration.ofMinutes(15)), 3)
                        .warnings()
                        .get(0)
                        .code())
                .isEqualTo("RARE");
        assertThat(requests.getLast()).contains("/schedules/preview", "\"every\":\"PT15M\"", "\"count\":3");
    }
}
