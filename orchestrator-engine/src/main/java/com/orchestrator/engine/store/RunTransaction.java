package com.orchestrator.engine.store;

import com.orchestrator.engine.decision.Gate;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.RunMessage;
import com.orchestrator.engine.limit.BreakerTurns;
import com.orchestrator.engine.limit.LimitBook;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What one batch of commands may read and write. Every method is one set-based statement, whatever the batch size. */
public interface RunTransaction {

    /** {@code engine_now()}: the database's clock, read once per transaction, in microseconds. */
    Instant now();

    /** Fences up to here were given before the database was taken back to an earlier moment, and count no more; 0 when it never was. */
    default long fenceFloor() {
        return 0;
    }

    /**
     * Events after a known sequence number (0 for all), in order, for each run that exists. A run that exists but has
     * nothing newer has an empty list; a run that does not exist is absent.
     */
    Map<UUID, List<Entry>> loadEvents(Map<UUID, Long> afterSequenceNumber);

    /** Runs that hold these keys. */
    Map<RunKey, UUID> findRuns(Collection<RunKey> keys);

    /** Runs of the jobs that have these names. */
    Map<JobKey, UUID> findJobs(Collection<JobKey> keys);

    /**
     * Locks READY executions that are due, not held, and not locked by another transaction (SKIP LOCKED); of each strand the
     * first, in order; only of runs of this lane.
     */
    List<DueExecution> lockDueExecutions(LaneSelector lane, Collection<StrandLook> looks);

    /**
     * Locks the rows of rules, waiting for others in the order of their names, and tells how the rules stand. Until the end of this
     * transaction nobody else takes of them; who gives back does not wait.
     *
     * @param rules in that order
     * @return by name of the rule
     */
    Map<String, RuleState> lockRules(Collection<Rule> rules);

    /** Everything that is set, as it is now. */
    LimitBook readLimits();

    /** When these breakers were opened and closed. */
    Map<RuleName, BreakerTurns> breakerTurns(Collection<RuleName> breakers);

    /** Locks those of the permits that are there and that nobody is about to give back; waits for nobody. */
    Set<Permit> lockPermits(Collection<Permit> permits);

    /** Gives back what attempts have left behind that are over. */
    void givePermitsBack(Collection<Permit> permits);

    /** When the next attempt under these rules, which are locked, would begin if all came evenly. */
    void keepRates(Map<String, Instant> nextByRow);

    /** Moves waiting work that this transaction has locked into other lines of its queue. */
    void moveToLines(Map<UUID, String> lines);

    /** Those of these runs that are set aside, or were. */
    Map<UUID, SetAside> findSetAside(Collection<UUID> instanceIds);

    /** What workers have reported to a run while it was set aside, in the order in which it came. */
    List<KeptReport> loadKept(UUID instanceId);

    /** Those of the given attempts that have a row. */
    Set<UUID> findRows(Collection<UUID> executionIds);

    /** Locks these executions if they are leased, and tells when their leases expire. */
    Map<UUID, Instant> lockLeases(Collection<UUID> executionIds);

    /**
     * Locks names that only so many may hold, and tells who holds them and who waits. Waits for others, in the order of
     * names; to be called before anything is written.
     */
    Map<String, Gate> lockGates(Collection<String> names);

    /** Runs that wait for these names, are first in their lines and may find room. */
    List<UUID> findAdmissible(Collection<String> names);

    /** What these runs have been told and have not heard yet; of each sender in the order in which it was told. */
    List<RunMessage> loadMessages(Collection<UUID> receivers);

    /**
     * Appends the events, checked: a run's only when its history still ends at the expected event, a new run's only when
     * its key is free; writes the rows of the new runs, too. Waits for others in instance-id order.
     *
     * @return the runs that were not written because somebody else won; none of their rows may be written
     * @throws RunsMovedException when somebody else won unexpectedly and the whole work is to be repeated
     */
    Set<UUID> recordEvents(Collection<RunRecord> records);

    /** Has each of these runs looked at when its first lease without a row may have run out. */
    void watchLeases(Map<UUID, Instant> overAt);

    /**
     * Moves keys of fair strands on. To be called with the other writes, for rows that are written next.
     *
     * @param shares of each strand and key one
     * @return of each the place of the last of its tasks
     */
    Map<FairShare, Long> takePlaces(Collection<FairShare> shares);

    /** Writes the rows that change with the events, for runs that {@link #recordEvents} has let pass. */
    void recordRows(Collection<RunRecord> records);

    /**
     * Keeps what runs hold and wait for, and forgets what they have given back, for runs that {@link #recordEvents} has let
     * pass. What waits keeps its place when it is granted.
     */
    void recordClaims(Collection<ClaimRow> changed, Collection<ClaimKey> gone);

    /**
     * Keeps what runs tell each other, each message once, and takes away what was heard. To be called after the other
     * writes, for runs that {@link #recordEvents} has let pass.
     */
    void recordMessages(Collection<RunMessage> told, Collection<RunMessage> heard);

    /** Keeps what workers have reported to runs that are set aside; what is kept already stays as it is. */
    void keepReports(Collection<KeptReport> reports);

    /**
     * Closes the incidents of runs that go on, and forgets what was kept for them, which they have heard.
     *
     * @param server the process that goes on with them; should they be set aside again, it does not try by itself
     */
    void closeIncidents(Collection<UUID> instanceIds, UUID server);
}
