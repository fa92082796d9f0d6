package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.coordinator.SetAsides.Met;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.store.ClaimKey;
import com.orchestrator.engine.store.ClaimRow;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.FairShare;
import com.orchestrator.engine.store.LaneSelector;
import com.orchestrator.engine.store.RunRecord;
import com.orchestrator.engine.store.RunTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The requests of one transaction on their way through load, decide, record and answer. Used once. */
final class Batch {

    private final List<LaneRequest> requests;
    private final BatchContext context;
    private final BatchLoader loader;
    private final Map<UUID, RunWork> works = new LinkedHashMap<>();
    private final Mail mail = new Mail();
    private final SetAsideRuns setAside = new SetAsideRuns();
    private final Handover handover;
    private final BatchDecisions decisions;

    private final List<UUID> waiting = new ArrayList<>();
    private final Map<UUID, List<String>> givenBack = new LinkedHashMap<>();
    private final List<ExecutionRow> rows = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private long fenceFloor;
    private Set<UUID> moved = Set.of();
    private Met mayMeet = Met.HISTORY_UNREADABLE;

    Batch(List<LaneRequest> requests, BatchContext context) {
        this.requests = requests;
        this.context = context;
        this.loader = new BatchLoader(context, setAside);
        this.handover = new Handover(context);
        this.decisions = new BatchDecisions(context, loader, setAside, mail, handover, works);
    }

    // ---- load

    void load(RunTransaction transaction) {
        now = transaction.now();
        fenceFloor = transaction.fenceFloor();
        context.controls().keepFresh(transaction);
        loader.load(requests, transaction)
                .forEach(cached -> works.put(cached.run().instanceId(), new RunWork(cached)));
    }

    // ---- decide

    void decide() {
        mayMeet = Met.DECISION_FAILED;
        decisions.decide(requests, now, fenceFloor);
    }

    // ---- record

    void record(RunTransaction transaction) {
        mayMeet = Met.RECORD_REFUSED;
        List<RunRecord> changed = works.values().stream()
                .filter(RunWork::hasChanged)
                .map(work -> work.toRecord(context.controls()))
                .toList();
        moved = new HashSet<>(unconfirmed());
        if (!changed.isEmpty()) {
            List<RunRecord> records = places().assign(changed, transaction);
            Set<UUID> lost = transaction.recordEvents(records);
            context.counters().conflicted(lost.size());
            moved.addAll(lost);
            List<RunRecord> kept = records.stream()
                    .filter(record -> !moved.contains(record.instanceId()))
                    .toList();
            transaction.recordRows(kept);
            kept.forEach(record -> {
                rows.addAll(record.inserted());
                rows.addAll(record.updated());
            });
        }
        watch(transaction);
        recordClaims(transaction);
        setAside.record(moved, context.setAsides().server(), transaction);
        mail.record(works.values(), moved, transaction);
    }

    private void recordClaims(RunTransaction transaction) {
        List<ClaimRow> changed = new ArrayList<>();
        List<ClaimKey> gone = new ArrayList<>();
        for (RunWork work : recorded()) {
            ClaimChange change = work.takeClaimChange();
            changed.addAll(change.changed());
            gone.addAll(change.gone());
            if (change.waitsAnew()) {
                waiting.add(work.run().instanceId());
            }
        }
        if (!changed.isEmpty() || !gone.isEmpty()) {
            transaction.recordClaims(changed, gone);
        }
        gone.forEach(key -> givenBack
                .computeIfAbsent(key.instanceId(), id -> new ArrayList<>())
                .add(key.name()));
    }

    private FairPlaces places() {
        Map<UUID, FairShare> shares = new HashMap<>();
        works.values().forEach(work -> shares.putAll(work.shares()));
        return new FairPlaces(shares);
    }

    /** Leases without a row are found through their run, should their worker fall silent. */
    private void watch(RunTransaction transaction) {
        Map<UUID, Instant> missing = new HashMap<>();
        for (RunWork work : works.values()) {
            UUID instanceId = work.run().instanceId();
            Instant look = moved.contains(instanceId) ? null : work.takeMissingWatch(now);
            if (look != null) {
                missing.put(instanceId, look);
            }
        }
        if (!missing.isEmpty()) {
            transaction.watchLeases(missing);
        }
    }

    /**
     * Runs from memory that something was decided about and nothing written to: no sequence number was checked, so whatever
     * was refused may have been refused on old news. They are loaded and decided again.
     */
    private List<UUID> unconfirmed() {
        return decisions.decided().stream()
                .filter(instanceId -> loader.mayBeBehind(instanceId)
                        && !Objects.requireNonNull(works.get(instanceId)).hasChanged())
                .toList();
    }

    // ---- after a fault

    /** What a fault that was met means for the run it was met at. */
    Met mayMeet() {
        return mayMeet;
    }

    /** How much waiting work it has looked at. */
    int locked() {
        return loader.due().locked();
    }

    /** The run that a batch of one request is about; null when it is about none that there is, or about several. */
    @Nullable
    UUID onlyRun() {
        LaneRequest request = requests.get(0);
        if (request instanceof LaneRequest.OnRun onRun) {
            return onRun.instanceId;
        }
        if (request instanceof LaneRequest.TakeUp takeUp) {
            return takeUp.instanceId;
        }
        if (request instanceof LaneRequest.Expire expire) {
            return expire.instanceId;
        }
        if (request instanceof LaneRequest.Adopt adopt) {
            return adopt.instanceId;
        }
        if (request instanceof LaneRequest.Deliver deliver) {
            return deliver.receiver;
        }
        List<UUID> due = loader.due().runs();
        return request instanceof LaneRequest.Serve && due.size() == 1 ? due.get(0) : null;
    }

    /** Whether a person has asked for what no run needs to go on: he hears of the fault, and the run is as it was. */
    boolean isOnlyAskedFor() {
        UUID instanceId = onlyRun();
        return instanceId == null
                || (requests.get(0) instanceof LaneRequest.OnRun onRun
                        && onRun.isByPerson()
                        && mayMeet != Met.HISTORY_UNREADABLE
                        && !setAside.isOpen(instanceId));
    }

    // ---- after the commit

    /** Remembers what is durable now, before others are told of it. */
    void isCommitted() {
        loader.due().settle(moved);
    }

    /** Runs that were changed for good. */
    Collection<RunWork> recorded() {
        return works.values().stream()
                .filter(work -> work.hasChanged() && !moved.contains(work.run().instanceId()))
                .toList();
    }

    LaneSelector lane() {
        return context.lane();
    }

    Instant now() {
        return now;
    }

    /** Runs that may find room for what they wait for: it was given back, or they have missed that. */
    List<UUID> mayTakeClaims() {
        waiting.addAll(loader.admissible());
        return waiting;
    }

    /** What runs have given back, by the run. */
    Map<UUID, List<String>> givenBack() {
        return givenBack;
    }

    /** The rows of attempts that were written. */
    List<ExecutionRow> rows() {
        return rows;
    }

    /** The waiting work it has looked at. */
    DueWork due() {
        return loader.due();
    }

    /** What runs have told each other. */
    List<RunMessage> told() {
        return mail.told();
    }

    /**
     * Answers everybody whose run was recorded.
     *
     * @return the others, to be decided again
     */
    List<LaneRequest> answer() {
        refreshCache();
        handover.settle(moved);
        List<LaneRequest> open = new ArrayList<>();
        for (LaneRequest request : requests) {
            if (!decisions.answer(request, moved)) {
                open.add(request);
            }
        }
        return open;
    }

    private void refreshCache() {
        for (RunWork work : works.values()) {
            if (moved.contains(work.run().instanceId()) || work.run().state().isTerminal() || work.isAway()) {
                context.cache().evict(work.run().instanceId());
            } else if (work.run().sequenceNumber() > 0) {
                work.cached().grewBy(work.entries());
                context.cache().put(work.cached());
            }
        }
    }

    /** Nothing of it may have happened: forgets the runs and gives every slot back. */
    void abandon() {
        works.keySet().forEach(context.cache()::evict);
        loader.due().abandon();
        handover.abandon();
    }
}
