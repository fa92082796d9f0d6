package com.orchestrator.engine.coordinator;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.engine.store.LaneSelector;
import com.orchestrator.engine.store.QueuePosition;
import com.orchestrator.engine.store.Strand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The writers of this server. A run always maps to the same one, so two batches never touch the same run. */
final class Lanes implements AutoCloseable {

    private final int count;
    private final DemandBoard board;
    private final List<Lane> lanes = new ArrayList<>();

    /** One lane: its thread and what it knows about empty queues. */
    record Lane(BatchingThread<LaneRequest> thread, Backlog backlog) {}

    Lanes(int count, DemandBoard board) {
        this.count = count;
        this.board = board;
    }

    /** Makes the lanes; separate from construction because what they run needs them. */
    void open(Function<LaneSelector, Lane> factory) {
        for (int i = 0; i < count; i++) {
            lanes.add(factory.apply(new LaneSelector(i, count)));
        }
    }

    void start() {
        lanes.forEach(lane -> lane.thread().start());
    }

    /** Each works off one batch, without threads. */
    boolean step() throws InterruptedException {
        boolean worked = false;
        for (Lane lane : lanes) {
            worked |= lane.thread().workOff(0);
        }
        return worked;
    }

    /** Hands a request about a run to its lane. */
    <R extends LaneRequest> CompletableFuture<Answer> submit(UUID instanceId, R request) {
        submit(lanes.get(laneOf(instanceId)), request);
        return request.answer();
    }

    /** The same for a single request whose caller has nothing else to do: an idle lane lets it decide by itself. */
    <R extends LaneRequest> CompletableFuture<Answer> submitOrRun(UUID instanceId, R request) {
        if (!lanes.get(laneOf(instanceId)).thread().submitOrRun(request)) {
            refuse(request);
        }
        return request.answer();
    }

    private static void submit(Lane lane, LaneRequest request) {
        if (!lane.thread().submit(request)) {
            refuse(request);
        }
    }

    private static void refuse(LaneRequest request) {
        request.refuse(new OrchestratorException(ErrorCode.UNAVAILABLE, "The server is stopping or overloaded"));
    }

    /** Hands requests about new runs of one lane to it, as one batch. */
    void submitTogether(UUID oneOfThem, List<? extends LaneRequest> requests) {
        Lane lane = lanes.get(laneOf(oneOfThem));
        if (!lane.thread().submitTogether(List.copyOf(requests))) {
            requests.forEach(Lanes::refuse);
        }
    }

    /** Which lane a run belongs to. */
    int laneOf(UUID instanceId) {
        return LaneSelector.shardOf(instanceId) % count;
    }

    /** Ready work of this strand may be in the database: hands it out if somebody waits for it. */
    void workMayBeReady(Strand strand) {
        lanes.forEach(lane -> workIsReady(lane, Map.of(strand, QueuePosition.START)));
    }

    /** What was known of backlogs holds no more: looks into every queue that somebody waits for. */
    void workMayBeAnywhere() {
        for (Lane lane : lanes) {
            lane.backlog().forget();
            board.queues().forEach(queue -> serve(lane, queue));
        }
    }

    /** This lane has put ready work into the database, the first of each strand at this place. */
    void workIsReady(LaneSelector lane, Map<Strand, QueuePosition> first) {
        workIsReady(lanes.get(lane.lane()), first);
    }

    private void workIsReady(Lane lane, Map<Strand, QueuePosition> first) {
        first.forEach(lane.backlog()::mayHaveWork);
        first.keySet().stream().map(Strand::queue).distinct().forEach(queue -> serve(lane, queue));
    }

    private void serve(Lane lane, String queue) {
        if (board.free(queue) > 0) {
            submit(lane, new LaneRequest.Serve(queue));
        }
    }

    /** These rules have given something back: whoever has waited for it may have it. */
    void rulesHaveRoom(Set<String> rules) {
        for (Lane lane : lanes) {
            Map<Strand, QueuePosition> waited = new HashMap<>();
            rules.forEach(
                    rule -> lane.backlog().hasRoom(rule).forEach(strand -> waited.put(strand, QueuePosition.START)));
            workIsReady(lane, waited);
        }
    }

    /** Queues that somebody has asked for; another server may have put work there since. */
    Set<String> askedQueues() {
        return lanes.stream().flatMap(lane -> lane.backlog().asked().stream()).collect(Collectors.toSet());
    }

    /**
     * Looks for ready work for a poll that has just come, on the lanes that may have some.
     *
     * @return done when every lane has looked
     */
    CompletableFuture<Void> serve(WorkerDemand demand) {
        List<CompletableFuture<Answer>> looks = new ArrayList<>();
        for (Lane lane : lanes) {
            for (String queue : demand.queues()) {
                if (lane.backlog().isWorthAsking(queue)) {
                    LaneRequest.Serve look = new LaneRequest.Serve(queue);
                    submit(lane, look);
                    looks.add(look.answer());
                }
            }
        }
        return CompletableFuture.allOf(looks.toArray(CompletableFuture[]::new));
    }

    @Override
    public void close() {
        lanes.forEach(lane -> lane.thread().close());
    }
}
