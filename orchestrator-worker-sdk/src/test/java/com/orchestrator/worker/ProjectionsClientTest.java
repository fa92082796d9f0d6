package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.projection.ProjectionReason;
import com.orchestrator.api.projection.ProjectionStatus;
import com.orchestrator.api.projection.RunOutcome;
import com.orchestrator.api.projection.WorkerGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client says about projections, and what it understands. */
@Timeout(60)
class ProjectionsClientTest extends ClientStory {

    private static final String REASONS =
            "\"reasons\":[{\"code\":\"EVENT_FAILS\",\"text\":\"The event 7 cannot be worked in\","
                    + "\"build\":1,\"shard\":0,\"eventId\":\"7\"}]";
    private static final String LAG = "\"lag\":{\"events\":3,\"atLeast\":false,\"seconds\":1.5}";
    private static final String STATUS = """
        {"name":"a b","state":"FAILING","build":1,"generation":2,"events":6,"perSecond":0,%1$s,"deadLetters":0,"rebuildable":true,
         "pausedReason":null,"rebuild":{"state":"RUNNING","build":2,"events":3,"of":6,"progress":0.5,"refused":null},
         "shards":[{"build":1,"shard":0,"live":true,"position":"5.6","events":6,"perSecond":0,%1$s,"generation":2,"owner":"w","movedAt":null,
         "failures":2,"failedEvent":"7","error":"no","retryAt":"2026-01-01T00:00:00Z"}],%2$s}\
        """.formatted(LAG, REASONS);

    @Test
    void whatIsAsked_isSaid_andUnderstood() {
        answer(STATUS);
        ProjectionStatus status = connection.projections().skip("a b", "7", "broken");
        assertThat(requests.getLast())
                .isEqualTo("POST /api/v1/projections/a%20b/skip {\"eventId\":\"7\",\"reason\":\"broken\"}");
        assertThat(status.state()).isEqualTo(ProjectionStatus.State.FAILING);
        assertThat(status.lag().seconds()).isEqualTo(1.5);
        assertThat(status.rebuild().progress()).isEqualTo(0.5);
        assertThat(status.shards().get(0).failedEvent()).isEqualTo("7");

        answer(STATUS);
        connection.projections().pause("a b", "disk");
        assertThat(requests.getLast()).isEqualTo("POST /api/v1/projections/a%20b/pause {\"reason\":\"disk\"}");
        answer(STATUS);
        connection.projections().resume("a b", "room");
        answer(STATUS);
        connection.projections().retry("a b", "7", "mended");
        assertThat(requests.getLast())
                .isEqualTo(
                        "POST /api/v1/projections/a%20b/dead-letters/retry {\"eventId\":\"7\",\"reason\":\"mended\"}");
        answer(STATUS);
        connection.projections().rebuild("a b", "new columns");
        answer(STATUS);
        connection.projections().giveUpRebuild("a b", "too slow");
        assertThat(requests.getLast())
                .isEqualTo("POST /api/v1/projections/a%20b/rebuild/give-up {\"reason\":\"too slow\"}");
    }

    @Test
    void whatThereIs_isRead() {
        String page = ",\"page\":{\"next\":null,\"limit\":200}}";
        answer("{\"items\":[" + STATUS + "]" + page);
        assertThat(connection.projections().list())
                .extracting(ProjectionStatus::name)
                .containsExactly("a b");
        answer(STATUS);
        assertThat(connection.projections().get("a b").build()).isEqualTo(1);
        answer("{\"name\":\"a b\",\"state\":\"FAILING\"," + REASONS + "}");
        assertThat(connection.projections().explain("a b").reasons())
                .extracting(ProjectionReason::code)
                .containsExactly(ProjectionReason.Code.EVENT_FAILS);
        answer("{\"items\":[]" + page);
        assertThat(connection.projections().deadLetters("a b")).isEmpty();
        answer("{\"items\":[{\"generation\":2,\"phase\":\"DRAINING\",\"since\":\"2026-01-01T00:00:00Z\",\"shards\":0,"
                + "\"waitingFor\":1,\"workers\":[{\"workerId\":\"w\",\"state\":\"READY\",\"startedAt\":\"2026-01-01T00:00:00Z\","
                + "\"lastHeartbeatAt\":\"2026-01-01T00:00:00Z\",\"alive\":true}]}]}");
        assertThat(connection.projections().generations())
                .extracting(WorkerGeneration::waitingFor)
                .containsExactly(1);
    }

    @Test
    void outcomes_areReadByPages() {
        String item =
                "{\"hour\":\"2026-01-01T09:00:00Z\",\"namespace\":\"shop\",\"workflow\":\"order\",\"state\":\"COMPLETED\",\"runs\":7}";
        answer("{\"items\":[" + item + "],\"page\":{\"next\":null,\"limit\":200}}");
        assertThat(connection.projections().runOutcomes("shop", "order"))
                .extracting(RunOutcome::runs)
                .containsExactly(7L);
        assertThat(requests.getLast()).startsWith("GET /api/v1/run-outcomes?namespace=shop&workflow=order&limit=200");
    }
}
