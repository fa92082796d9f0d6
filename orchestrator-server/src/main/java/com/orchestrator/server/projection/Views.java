package com.orchestrator.server.projection;

import com.orchestrator.api.projection.ProjectionDeadLetter;
import com.orchestrator.api.projection.ProjectionReason;
import com.orchestrator.api.projection.ProjectionShard;
import com.orchestrator.api.projection.ProjectionStatus;
import com.orchestrator.api.projection.WorkerGeneration;
import com.orchestrator.api.projection.WorkerGeneration.ProjectionWorker;
import com.orchestrator.projections.EventSource;
import com.orchestrator.projections.desk.GenerationView;
import com.orchestrator.projections.desk.ProjectionView;
import com.orchestrator.projections.desk.Reason;
import com.orchestrator.projections.desk.RebuildView;
import com.orchestrator.projections.store.DeadLetters.DeadLetter;
import com.orchestrator.projections.store.Generation;
import com.orchestrator.projections.store.Shard;
import com.orchestrator.projections.store.Worker;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the library says, as the API says it. */
final class Views {

    private Views() {}

    static ProjectionStatus status(ProjectionView view) {
        RebuildView rebuild = view.rebuild();
        return new ProjectionStatus(
                view.name(),
                ProjectionStatus.State.valueOf(view.state().name()),
                view.build(),
                view.generation(),
                view.events(),
                view.rate(),
                lag(view.lag()),
                view.deadLetters(),
                view.rebuildable(),
                view.pausedReason(),
                rebuild == null ? null : rebuild(rebuild),
                view.shards().stream().map(Views::shard).toList(),
                view.reasons().stream().map(Views::reason).toList());
    }

    private static ProjectionStatus.Lag lag(EventSource.Lag lag) {
        return new ProjectionStatus.Lag(lag.events(), lag.atLeast(), lag.seconds());
    }

    private static ProjectionStatus.Rebuild rebuild(RebuildView rebuild) {
        return new ProjectionStatus.Rebuild(
                ProjectionStatus.Rebuild.State.valueOf(rebuild.state().name()),
                rebuild.build(),
                rebuild.events(),
                rebuild.of(),
                rebuild.progress(),
                rebuild.refused());
    }

    private static ProjectionShard shard(Shard shard) {
        return new ProjectionShard(
                shard.build(),
                shard.number(),
                shard.live(),
                shard.position(),
                shard.events(),
                shard.measure().rate(),
                lag(shard.lag()),
                shard.generation(),
                shard.owner(),
                instant(shard.movedAt()),
                shard.failures(),
                shard.failedEvent(),
                shard.error(),
                shard.failures() > 0 && shard.retryAt() > 0 ? instant(shard.retryAt()) : null);
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static ProjectionReason reason(Reason reason) {
        return new ProjectionReason(
                ProjectionReason.Code.valueOf(reason.code().name()),
                reason.text(),
                reason.build(),
                reason.shard(),
                reason.eventId());
    }

    static ProjectionDeadLetter letter(DeadLetter letter) {
        return new ProjectionDeadLetter(
                letter.event().id(),
                letter.event().position(),
                letter.event().context(),
                letter.event().aggregateType(),
                letter.event().aggregateId(),
                letter.event().type(),
                letter.event().payload(),
                letter.shard(),
                letter.reason(),
                letter.error(),
                letter.asked(),
                letter.retries(),
                Instant.ofEpochMilli(letter.putAt()));
    }

    static WorkerGeneration generation(GenerationView view) {
        Generation.Phase phase = view.phase();
        return new WorkerGeneration(
                view.generation(),
                phase == null ? null : WorkerGeneration.Phase.valueOf(phase.name()),
                phase == null ? null : Instant.ofEpochMilli(view.since()),
                view.shards(),
                view.waitingFor(),
                view.workers().stream().map(Views::worker).toList());
    }

    private static ProjectionWorker worker(Worker worker) {
        return new ProjectionWorker(
                worker.id(),
                ProjectionWorker.State.valueOf(worker.state().name()),
                Instant.ofEpochMilli(worker.startedAt()),
                Instant.ofEpochMilli(worker.lastHeartbeat()),
                worker.isAlive());
    }
}
