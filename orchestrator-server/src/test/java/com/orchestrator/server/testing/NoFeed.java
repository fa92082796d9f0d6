package com.orchestrator.server.testing;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.service.FeedQuery;
import com.orchestrator.engine.service.FeedService;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Nothing ever happens: who asks what does brings an engine. */
final class NoFeed implements FeedService {

    @Override
    public FeedPosition end() {
        return FeedPosition.START;
    }

    @Override
    public Set<String> types() {
        return Set.of("TASK_COMPLETED");
    }

    @Override
    public CompletableFuture<FeedSlice> next(FeedQuery query) {
        return query.timeout().isZero()
                ? CompletableFuture.completedFuture(new FeedSlice(List.of(), Objects.requireNonNull(query.after())))
                : new CompletableFuture<>();
    }

    @Override
    public CompletableFuture<List<HistoryEntry>> nextOf(
            UUID instanceId, long afterSequenceNumber, int limit, Duration wait) {
        return new CompletableFuture<>();
    }
}
