package com.orchestrator.projections.desk;

import com.orchestrator.projections.EventSource.Lag;
import com.orchestrator.projections.store.Shard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A projection as its tables say.
 *
 * @param build of the read model that is read
 * @param generation the newest whose workers have had it
 * @param events worked in so far, by all shards of the build
 * @param rate events a second, of late
 * @param lag of the shard that is farthest behind
 * @param pausedReason null when it is not paused
 * @param rebuild null when the read model is not being made anew
 * @param shards all of them, of all builds
 * @param reasons why it stands as it does, the gravest first
 */
public record ProjectionView(
        String name,
        ProjectionState state,
        int build,
        long generation,
        long events,
        long rate,
        Lag lag,
        int deadLetters,
        boolean rebuildable,
        @Nullable String pausedReason,
        @Nullable RebuildView rebuild,
        List<Shard> shards,
        List<Reason> reasons) {

    public ProjectionView {
        shards = List.copyOf(shards);
        reasons = List.copyOf(reasons);
    }
}
