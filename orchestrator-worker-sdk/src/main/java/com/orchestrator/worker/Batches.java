package com.orchestrator.worker;

import com.orchestrator.api.batch.Batch;
import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.api.batch.BatchOperation;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.request.ControlRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is done to many runs. Holds no state of its own: every call asks the server. */
public final class Batches {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String PATH = "/batches";
    private static final int PAGE = 200;

    private final OrchestratorClient client;
    private final HttpTransport http;

    Batches(OrchestratorClient client, HttpTransport http) {
        this.client = client;
        this.http = http;
    }

    /** Begins to describe a batch; {@link BatchDraft#start} makes it. */
    public BatchDraft of(BatchOperation operation) {
        return new BatchDraft(this, operation);
    }

    public Batch get(UUID batchId) {
        return client.get(path(batchId), Batch.class);
    }

    /** A page of all of them, the newest first; {@code next} of the page before goes on. */
    public Page<Batch> list(@Nullable String next) {
        BatchPage page = client.get(PATH + "?limit=" + PAGE + cursor(next), BatchPage.class);
        return new Page<>(page.items(), page.page().next());
    }

    /**
     * A page of what has become of its runs, in the order in which they are worked on.
     *
     * @param state {@code FAILED} or {@code REFUSED}; all when null
     */
    public Page<BatchItem> items(UUID batchId, BatchItem.@Nullable State state, @Nullable String next) {
        String which = state == null ? "" : "&state=" + state.name();
        ItemPage page = client.get(path(batchId) + "/items?limit=" + PAGE + which + cursor(next), ItemPage.class);
        return new Page<>(page.items(), page.page().next());
    }

    /** No more runs get it until it is resumed. */
    public Batch pause(UUID batchId, String reason) {
        return move(batchId, "pause", reason);
    }

    public Batch resume(UUID batchId, String reason) {
        return move(batchId, "resume", reason);
    }

    /** No more runs get it; what has happened stays. */
    public Batch cancel(UUID batchId, String reason) {
        return move(batchId, "cancel", reason);
    }

    private Batch move(UUID batchId, String how, String reason) {
        return client.post(path(batchId) + "/" + how, new ControlRequest(reason, null), Batch.class);
    }

    /** Sent once: when the answer is lost, {@link #list} tells whether there is one. */
    <T> T post(Object body, Class<T> answer) {
        return http.json()
                .read(ClientCalls.await(http.post(PATH, body, TIMEOUT)).body(), answer);
    }

    OrchestratorClient client() {
        return client;
    }

    private static String path(UUID batchId) {
        return PATH + "/" + batchId;
    }

    private static String cursor(@Nullable String next) {
        return next == null ? "" : "&cursor=" + OrchestratorClient.segment(next);
    }

    private record BatchPage(List<Batch> items, Pages.Next page) {}

    private record ItemPage(List<BatchItem> items, Pages.Next page) {}
}
