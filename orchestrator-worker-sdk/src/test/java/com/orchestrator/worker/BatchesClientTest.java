package com.orchestrator.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchDryRun;
import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.WorkflowState;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the client says about batches, and what it understands. */
@Timeout(60)
class BatchesClientTest extends ClientStory {

    private static final UUID ID = UUID.fromString("01990000-0000-7000-8000-000000000001");
    private static final String BATCH = """
            {"batchId":"01990000-0000-7000-8000-000000000001","operation":"complete","state":"RUNNING","frozen":true,
             "filter":"true","fingerprint":null,"parameters":{"output":{"n":1.50}},"perSecond":5,"reason":"why","actor":"kim",
             "total":7,"succeeded":1,"failed":0,"refused":2,"detail":null,"createdAt":"2026-01-01T00:00:00Z","endedAt":null}""";

    @Test
    void start_saysWhatIsDoneToWhom_andUnderstandsTheBatch() {
        answer(BATCH);
        Batch batch = connection
                .batches()
                .of(BatchOperation.COMPLETE)
                .filter("true")
                .parameter("output", List.of(1))
                .perSecond(5)
                .start("why");
        assertThat(batch.batchId()).isEqualTo(ID);
        assertThat(batch.operation()).isEqualTo(BatchOperation.COMPLETE);
        assertThat(batch.refused()).isEqualTo(2);
        assertThat(String.valueOf(batch.parameters())).contains("1.50");
        assertThat(requests.remove())
                .startsWith("POST /api/v1/batches ")
                .contains(
                        "\"operation\":\"complete\"",
                        "\"parameters\":{\"output\":[1]}",
                        "\"dryRun\":false",
                        "\"reason\":\"why\"");
    }

    @Test
    void dryRun_saysWhatWouldBeRefused() {
        answer("""
                {"total":2,"atLeast":true,"checked":2,"willApply":1,
                 "refused":[{"instanceId":"01990000-0000-7000-8000-000000000001","code":"ILLEGAL_STATE","detail":"no"}],
                 "sample":[{"instanceId":"01990000-0000-7000-8000-000000000001","namespace":"n","workflow":"w","runId":"r","state":"PAUSED"}]}""");
        BatchDryRun dry = connection
                .batches()
                .of(BatchOperation.RESUME)
                .instances(List.of(ID))
                .dryRun();
        assertThat(dry.refused().get(0).code()).isEqualTo(ErrorCode.ILLEGAL_STATE);
        assertThat(dry.sample().get(0).state()).isEqualTo(WorkflowState.PAUSED);
        assertThat(requests.remove()).contains("\"instanceIds\":[\"" + ID + "\"]", "\"dryRun\":true");
    }

    @Test
    void moves_lists_andItems() {
        answer(BATCH);
        answer(BATCH);
        answer("{\"items\":[" + BATCH + "],\"page\":{\"next\":\"n=x\"}}");
        answer("{\"items\":[{\"position\":3,\"instanceId\":\"" + ID
                + "\",\"state\":\"REFUSED\",\"code\":\"NOT_FOUND\",\"detail\":\"gone\"}],\"page\":{\"next\":null}}");
        assertThat(connection.batches().get(ID).total()).isEqualTo(7);
        connection.batches().cancel(ID, "enough");
        assertThat(connection.batches().list(null).next()).isEqualTo("n=x");
        Page<BatchItem> items = connection.batches().items(ID, BatchItem.State.REFUSED, "n=x");
        assertThat(items.items().get(0).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(requests)
                .containsExactly(
                        "GET /api/v1/batches/" + ID + " ",
                        "POST /api/v1/batches/" + ID + "/cancel {\"reason\":\"enough\"}",
                        "GET /api/v1/batches?limit=200 ",
                        "GET /api/v1/batches/" + ID + "/items?limit=200&state=REFUSED&cursor=n%3Dx ");
    }
}
