package com.orchestrator.engine.coordinator;

import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.history.AttemptEvent;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.JobTerms;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.history.Trouble;
import com.orchestrator.engine.incident.IncidentChanges;
import com.orchestrator.engine.run.Claims;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.store.ExecutionRow;
import com.orchestrator.engine.store.FairShare;
import com.orchestrator.engine.store.InstanceRow;
import com.orchestrator.engine.store.JobEnd;
import com.orchestrator.engine.store.JobKey;
import com.orchestrator.engine.store.Permit;
import com.orchestrator.engine.store.PermitChange;
import com.orchestrator.engine.store.RunRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One run within one batch: what it was when it was loaded, and what the batch has appended to it. */
final class RunWork {

    /**
     * A watch this near is as good as over: it looks up to a second early, with others of its second, and the look may come
     * and go while this transaction is under way.
     */
    private static final Duration NEARLY_OVER = Duration.ofSeconds(5);

    /** Who leases a job for longer than this hands it on to others, or is busy with it for long. */
    private static final long AWAY_MILLIS = Duration.ofMinutes(1).toMillis();

    private final CachedRun cached;
    private final long loadedSequenceNumber;
    private final @Nullable WorkflowState loadedState;
    private final boolean wasCompact;
    private final List<Entry> entries = new ArrayList<>();
    private final List<RunMessage> messages = new ArrayList<>();
    private List<ExecutionRun> touched = List.of();
    private final Map<UUID, FairShare> shares = new HashMap<>();
    private List<Permit> permitsGiven = List.of();
    private boolean isAway;

    RunWork(CachedRun cached) {
        this.cached = cached;
        this.loadedSequenceNumber = cached.run().sequenceNumber();
        this.loadedState = loadedSequenceNumber == 0 ? null : cached.run().state();
        this.wasCompact = loadedSequenceNumber > 0 && CompactForm.fits(cached.run());
    }

    Run run() {
        return cached.run();
    }

    CachedRun cached() {
        return cached;
    }

    boolean hasChanged() {
        return !entries.isEmpty();
    }

    void add(RunChange change) {
        entries.addAll(change.entries());
        messages.addAll(change.messages());
    }

    /** What other runs are told. */
    List<RunMessage> messages() {
        return messages;
    }

    /** What the batch has appended. */
    List<Entry> entries() {
        return entries;
    }

    /** Attempts that the batch has given to workers. */
    Set<UUID> leased() {
        Set<UUID> leased = new HashSet<>();
        for (Entry entry : entries) {
            if (entry.event() instanceof AttemptEvent.TaskLeased given) {
                leased.add(given.executionId());
            }
        }
        return leased;
    }

    /** State before the batch; null for a new run. */
    @Nullable
    WorkflowState loadedState() {
        return loadedState;
    }

    /** Executions the batch has changed, each once. */
    List<ExecutionRun> touched() {
        return touched;
    }

    /** The run as rows: the events, and only those rows that others would see differently. */
    RunRecord toRecord(Controls controls) {
        touched = run().takeTouched();
        List<ExecutionRow> inserted = new ArrayList<>();
        List<ExecutionRow> updated = new ArrayList<>();
        List<UUID> deleted = new ArrayList<>();
        PermitChange permits = permits();
        for (ExecutionRun execution : touched) {
            if (execution.needsRow()) {
                ExecutionRow row = RunRows.row(run(), execution, controls.strandOf(run(), execution));
                (execution.hasRow() ? updated : inserted).add(row);
                if (!execution.hasRow()) {
                    controls.share(run(), execution).ifPresent(share -> shares.put(execution.executionId(), share));
                }
            } else if (execution.hasRow()) {
                deleted.add(execution.executionId());
            }
            execution.rowIs(execution.needsRow());
        }
        RunRecord.Form form = form();
        isAway = form == RunRecord.Form.COMPACT && touched.stream().anyMatch(RunWork::isLeasedForLong);
        return new RunRecord(
                run().instanceId(),
                loadedSequenceNumber,
                entries,
                rowOf(form),
                inserted,
                updated,
                deleted,
                run().state().isTerminal() && mayHaveProgress(),
                permits,
                names(form),
                form,
                form.isGone() ? end() : null,
                RunFinding.of(run(), loadedState, entries, incidents(form)),
                loadedState != null && loadedState.isTerminal());
    }

    /**
     * Whether nothing is expected of it soon and it is read again by its one row. A queue of others may be full of such; kept in memory
     * they cost the collector more than everything else that is done with them.
     */
    boolean isAway() {
        return isAway;
    }

    private static boolean isLeasedForLong(ExecutionRun execution) {
        return execution.state() == ExecutionState.LEASED && execution.leaseMillis() > AWAY_MILLIS;
    }

    private PermitChange permits() {
        List<Permit> taken = new ArrayList<>();
        List<Permit> given = new ArrayList<>();
        for (ExecutionRun execution : touched) {
            List<String> before = execution.permitsInRows();
            List<String> now = execution.permits();
            now.stream()
                    .filter(rule -> !before.contains(rule))
                    .forEach(rule -> taken.add(new Permit(rule, execution.executionId())));
            before.stream()
                    .filter(rule -> !now.contains(rule))
                    .forEach(rule -> given.add(new Permit(rule, execution.executionId())));
        }
        permitsGiven = given;
        return taken.isEmpty() && given.isEmpty() ? PermitChange.NONE : new PermitChange(taken, given);
    }

    /** What attempts that get a row take of fair queues. */
    Map<UUID, FairShare> shares() {
        return shares;
    }

    /** What its attempts count against no more. */
    List<Permit> permitsGiven() {
        return permitsGiven;
    }

    private RunRecord.Form form() {
        boolean mayBeCompact = loadedSequenceNumber == 0 || wasCompact;
        if (mayBeCompact && CompactForm.fits(run())) {
            return RunRecord.Form.COMPACT;
        }
        if (run().state() == WorkflowState.COMPLETED && loadedState != null && !keepsAll()) {
            return wasCompact ? RunRecord.Form.COMPACT_GONE : RunRecord.Form.ROWS_GONE;
        }
        return wasCompact ? RunRecord.Form.UNPACKED : RunRecord.Form.ROWS;
    }

    private boolean keepsAll() {
        return run().job() == null || run().job().keepsAll();
    }

    private @Nullable InstanceRow rowOf(RunRecord.Form form) {
        return switch (form) {
            case ROWS -> changedRow();
            case COMPACT, COMPACT_GONE, ROWS_GONE -> null;
            case UNPACKED -> {
                InstanceRow row = RunRows.instance(run());
                cached.rowIs(row);
                yield row;
            }
        };
    }

    /** Leases that have a row from their begin are extended without the run. */
    private boolean mayHaveProgress() {
        return run().hasKeptLeases() || !keepsAll();
    }

    private @Nullable JobEnd end() {
        JobTerms job = Objects.requireNonNull(run().job());
        return job.kept() == JobHistory.NONE ? null : JobViews.end(run(), entries);
    }

    private RunRecord.Names names(RunRecord.Form form) {
        JobTerms job = run().job();
        if (job == null) {
            return RunRecord.Names.SAME;
        }
        String type = run().plan().name();
        if (loadedState == null) {
            return new RunRecord.Names(JobKey.of(type, run().runId(), job), List.of());
        }
        if (form.isGone() && job.kept() == JobHistory.NONE) {
            return new RunRecord.Names(List.of(), JobKey.of(type, run().runId(), job));
        }
        boolean wasOpen = !loadedState.isTerminal();
        boolean isOpen = !run().state().isTerminal();
        if (job.dedupeKey() == null || wasOpen == isOpen) {
            return RunRecord.Names.SAME;
        }
        List<JobKey> key = List.of(JobKey.dedupe(type, job.dedupeKey()));
        return isOpen ? new RunRecord.Names(key, List.of()) : new RunRecord.Names(List.of(), key);
    }

    private IncidentChanges incidents(RunRecord.Form form) {
        List<Trouble> before = cached.troubles();
        cached.troublesAre(RunState.troubles(run()));
        return form.isGone() && RunState.hasMetTrouble(run())
                ? new IncidentChanges(List.of(), List.of(), true)
                : RunIncidents.of(run(), before, entries);
    }

    /** What has changed of what the run holds and waits for. */
    ClaimChange takeClaimChange() {
        Map<String, Claims.Held> before = cached.claims();
        Map<String, Claims.Held> after = run().claims().standing();
        cached.claimsAre(after);
        return ClaimChange.of(run(), before, after);
    }

    /** Null when the stored row still says what others need to know. */
    private @Nullable InstanceRow changedRow() {
        InstanceRow row = RunRows.instance(run());
        InstanceRow stored = cached.row();
        if (stored != null && isEarlyEnough(stored.wakeAt(), row.wakeAt())) {
            row = row.wakingAt(stored.wakeAt());
        }
        if (stored != null && row.saysTheSameAs(stored)) {
            return null;
        }
        cached.rowIs(row);
        return row;
    }

    /** A wake-up that comes too early finds nothing to do and corrects the time; that is cheaper than moving it each step. */
    private boolean isEarlyEnough(@Nullable Instant stored, @Nullable Instant needed) {
        return needed != null && stored != null && !stored.isAfter(needed) && stored.isAfter(lastEvent());
    }

    /**
     * When somebody must look at the run because a lease without a row may have run out, if nobody is going to; null
     * otherwise. A look that comes too early costs little and is followed by another, so one watch covers many short steps.
     */
    @Nullable
    Instant takeMissingWatch(Instant now) {
        Instant over = run().timers().nextLease();
        Instant watched = cached.watchedAt();
        if (over == null || (watched != null && watched.isAfter(now.plus(NEARLY_OVER)) && !watched.isAfter(over))) {
            return null;
        }
        cached.isWatchedAt(over);
        return over;
    }

    private Instant lastEvent() {
        return entries.get(entries.size() - 1).at();
    }
}
