package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.limit.Breaker;
import com.orchestrator.api.limit.Budget;
import com.orchestrator.api.limit.FairnessLimit;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.limit.QueueLimit;
import com.orchestrator.api.limit.RateLimit;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.limit.BreakerStanding;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.limit.RuleState;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.plan.BeforeRun;
import com.orchestrator.engine.plan.KeyTemplate;
import com.orchestrator.engine.plan.KeyedRate;
import com.orchestrator.engine.plan.TaskControls;
import com.orchestrator.engine.simulation.Underway.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges after every step, from public histories, what definitions say and what people have set: whatever holds attempts back counts
 * each that it is about, lets none in when it is full, and gets everything back.
 */
final class PermitAudit {

    private final Family family;
    private final InMemoryEngineStore store;
    private final Underway underway;
    private final Clients clients;
    private final Map<RuleName, BreakerStanding> breakers = new HashMap<>();
    private final Map<String, List<Instant>> beginnings = new HashMap<>();
    private final Map<String, RateLimit> rates = new HashMap<>();
    private long counted;
    private long opened;

    PermitAudit(Family family, InMemoryEngineStore store, Underway underway, Clients clients) {
        this.family = family;
        this.store = store;
        this.underway = underway;
        this.clients = clients;
        breakers.putAll(look(limits()));
    }

    private Map<RuleName, Limit> limits() {
        return store.limits().read().limits();
    }

    // ---- after every step

    /** What is under way has just been looked at. */
    void judge() {
        Map<RuleName, Limit> limits = limits();
        judgeRows();
        for (Attempt attempt : underway.begun()) {
            counted += attempt.permits().isEmpty() ? 0 : 1;
            judgeControls(attempt);
            judgePermits(attempt, limits);
            keepRates(attempt, limits);
        }
        judgeRoom(limits);
        judgeBreakers(limits);
    }

    /** Rows and histories say the same. */
    private void judgeRows() {
        Set<String> told = underway.open().stream()
                .flatMap(attempt -> attempt.permits().stream().map(rule -> rule + " " + attempt.executionId()))
                .collect(Collectors.toSet());
        Set<String> rows = store.heldPermits().stream()
                .map(permit -> permit.rule() + " " + permit.executionId())
                .collect(Collectors.toSet());
        assertThat(rows).as("permits").isEqualTo(told);
    }

    private TaskControls saidOf(Attempt attempt) {
        if (attempt.isOfJob()) {
            String jobId = underway.jobs()
                    .get(attempt.instanceId())
                    .get(0)
                    .data()
                    .path("runId")
                    .asText();
            return Scarcity.ofJob(clients.requests().get(jobId));
        }
        String workflow = attempt.workflow().substring(attempt.workflow().indexOf('/') + 1);
        return family.of(workflow).controlsOf(attempt.taskId());
    }

    /**
     * What the expressions of the definition say is what the attempt is counted by. Undos and probes have the task's share of the queue
     * alone; when the task is begun anew and nobody has tried it yet, that is not known.
     */
    private void judgeControls(Attempt attempt) {
        TaskControls said = saidOf(attempt);
        Map<String, @Nullable String> expected = new HashMap<>();
        String fairKey = said.fairness() == null ? null : key(said.fairness().key());
        boolean isUnknown = !attempt.isForward() && attempt.control("fairKey") == null;
        expected.put("fairKey", isUnknown ? null : fairKey);
        if (attempt.isForward()) {
            expected.put("workload", said.budget() == null ? null : key(said.budget()));
            expected.put(
                    "capKey",
                    said.concurrency() == null ? null : key(said.concurrency().key()));
            expected.put(
                    "rateKey",
                    said.rateLimit() == null ? null : key(said.rateLimit().key()));
        }
        Map<String, @Nullable String> told = new HashMap<>();
        expected.keySet().forEach(name -> told.put(name, attempt.control(name)));
        assertThat(told).as("what %s is counted by", attempt).isEqualTo(expected);
    }

    private static @Nullable String key(@Nullable KeyTemplate template) {
        return template == null
                ? ""
                : template.evaluate(BeforeRun.withInput(Payload.EMPTY_OBJECT)).orElse(null);
    }

    /** Whatever counts it has counted it. */
    private void judgePermits(Attempt attempt, Map<RuleName, Limit> limits) {
        Set<RuleName> adopting = store.limits().read().adopting().keySet();
        Set<String> expected = new HashSet<>();
        if (limits.get(RuleName.queue(Scarcity.QUEUE)) instanceof QueueLimit queue && queue.maxConcurrent() != null) {
            expected.add(RuleName.queue(Scarcity.QUEUE).text());
        }
        TaskControls said = saidOf(attempt);
        if (attempt.isForward()) {
            String workload = attempt.control("workload");
            boolean isNew = adopting.contains(saying(limits, workload));
            if (workload != null && budget(limits, workload) != null && !isNew) {
                expected.add(RuleName.budget(workload).text());
            }
            String fairKey = attempt.control("fairKey");
            if (fairKey != null && maxOfKey(limits, fairKey, said) != null) {
                expected.add(RuleName.fair(Scarcity.QUEUE, fairKey).text());
            }
            if (attempt.control("capKey") != null) {
                expected.add(cap(attempt));
            }
        }
        adopting.forEach(fresh -> expected.remove(fresh.text()));
        assertThat(attempt.permits()).as("permits of %s", attempt).containsAll(expected);
    }

    private static String cap(Attempt attempt) {
        return RuleName.cap(attempt.workflow() + "/" + attempt.taskId(), String.valueOf(attempt.control("capKey")))
                .text();
    }

    private static @Nullable Integer budget(Map<RuleName, Limit> limits, String workload) {
        Limit limit = limits.get(saying(limits, workload));
        return limit instanceof Budget budget ? Integer.valueOf(budget.max()) : null;
    }

    /** The budget that holds for a workload: its own, or that of all that have none. */
    private static RuleName saying(Map<RuleName, Limit> limits, @Nullable String workload) {
        RuleName own = RuleName.budget(workload == null ? Budget.DEFAULT_WORKLOAD : workload);
        return limits.containsKey(own) ? own : RuleName.budget(Budget.DEFAULT_WORKLOAD);
    }

    private static @Nullable Integer maxOfKey(Map<RuleName, Limit> limits, String key, TaskControls said) {
        Limit set = limits.get(RuleName.fair(Scarcity.QUEUE, key));
        return set instanceof FairnessLimit limit && limit.maxConcurrent() != null
                ? limit.maxConcurrent()
                : said.fairness() == null ? null : said.fairness().maxConcurrent();
    }

    /** What has begun in this step has found room. */
    private void judgeRoom(Map<RuleName, Limit> limits) {
        Map<String, Integer> used = new HashMap<>();
        underway.open().forEach(attempt -> attempt.permits().forEach(rule -> used.merge(rule, 1, Integer::sum)));
        for (Attempt attempt : underway.begun()) {
            for (String rule : attempt.permits()) {
                Integer max = maxOf(rule, attempt, limits);
                if (max != null) {
                    assertThat(used.getOrDefault(rule, 0))
                            .as("in flight under %s, with %s let in", rule, attempt)
                            .isLessThanOrEqualTo(max);
                }
            }
        }
    }

    private @Nullable Integer maxOf(String name, Attempt attempt, Map<RuleName, Limit> limits) {
        RuleName rule = RuleName.parse(name);
        return switch (rule.kind()) {
            case BUDGET -> budget(limits, rule.subject());
            case QUEUE -> {
                QueueLimit queue = (QueueLimit) limits.getOrDefault(rule, QueueLimit.NONE);
                yield queue.paused() ? Integer.valueOf(0) : queue.maxConcurrent();
            }
            case FAIR -> maxOfKey(limits, rule.key(), saidOf(attempt));
            case CAP -> saidOf(attempt).concurrency().max();
            case BREAKER, RATE -> null;
        };
    }

    // ---- breakers

    private Map<RuleName, BreakerStanding> look(Map<RuleName, Limit> limits) {
        Map<RuleName, BreakerStanding> standings = new HashMap<>();
        List<Rule> rules = limits.keySet().stream()
                .filter(rule -> rule.kind() == RuleName.Kind.BREAKER)
                .map(rule -> Rule.of(rule, null, null))
                .toList();
        store.limits().use(rules).forEach((rule, use) -> standings.put(RuleName.parse(rule.name()), use.breaker()));
        return standings;
    }

    /** While one is open nothing of its type begins, and then one at a time. */
    private void judgeBreakers(Map<RuleName, Limit> limits) {
        Map<RuleName, BreakerStanding> now = look(limits);
        now.forEach((rule, standing) -> {
            BreakerStanding before = breakers.get(rule);
            opened += opensByItself(before, standing) ? 1 : 0;
            boolean stays = before != null
                    && !before.hasMoved()
                    && !standing.hasMoved()
                    && before.state() == standing.state()
                    && before.openUntil() != null
                    && before.openUntil().equals(standing.openUntil());
            long begun = underway.begun().stream()
                    .filter(attempt -> isOf(attempt, rule))
                    .count();
            if (stays && standing.state() == Breaker.State.OPEN) {
                assertThat(begun)
                        .as("attempts that have begun under %s, %s", rule, standing)
                        .isZero();
            }
            if (stays && standing.state() == Breaker.State.HALF_OPEN && begun > 0) {
                assertThat(underway.open().stream()
                                .filter(attempt -> attempt.permits().contains(rule.text())))
                        .as("attempts that find out about %s", rule)
                        .hasSize(1);
            }
        });
        breakers.clear();
        breakers.putAll(now);
    }

    private static boolean opensByItself(@Nullable BreakerStanding before, BreakerStanding standing) {
        return before != null
                && before.state() != Breaker.State.OPEN
                && standing.state() == Breaker.State.OPEN
                && !RuleState.BY_HAND.equals(standing.openUntil());
    }

    private static boolean isOf(Attempt attempt, RuleName breaker) {
        String prefix = attempt.isForward()
                ? ""
                : attempt.scheduled().path("kind").asText().equals("PROBE") ? "probe-" : "undo-";
        return breaker.subject().equals(prefix + attempt.taskId());
    }

    // ---- rates

    private void keepRates(Attempt attempt, Map<RuleName, Limit> limits) {
        if (limits.get(RuleName.queue(Scarcity.QUEUE)) instanceof QueueLimit queue && queue.rateLimit() != null) {
            keepRate("queue", queue.rateLimit(), attempt);
        }
        KeyedRate rate = saidOf(attempt).rateLimit();
        String key = attempt.control("rateKey");
        if (attempt.isForward() && rate != null && key != null) {
            keepRate(
                    attempt.workflow() + "/" + attempt.taskId() + ":" + key,
                    new RateLimit(rate.count(), rate.per(), rate.burst()),
                    attempt);
        }
    }

    private void keepRate(String name, RateLimit rate, Attempt attempt) {
        rates.put(name, rate);
        beginnings.computeIfAbsent(name, any -> new ArrayList<>()).add(attempt.since());
    }

    /** Attempts that something has counted. */
    long counted() {
        return counted;
    }

    /** How often a breaker has opened by itself. */
    long opened() {
        return opened;
    }

    // ---- in the end

    void judgeEnd() {
        assertThat(underway.open()).as("attempts when all is over").isEmpty();
        assertThat(store.heldPermits()).as("permits when all is over").isEmpty();
        beginnings.forEach((name, times) -> judgeRate(name, rates.get(name), times));
    }

    /** In any time no more have begun than the burst and what it lets in one by one. */
    private static void judgeRate(String name, RateLimit rate, List<Instant> times) {
        List<Instant> sorted = times.stream().sorted().toList();
        for (int i = 0; i < sorted.size(); i++) {
            for (int j = i + 1; j < sorted.size(); j++) {
                long passed = Duration.between(sorted.get(i), sorted.get(j)).dividedBy(rate.interval());
                assertThat(j - i + 1L)
                        .as("attempts under rate %s from %s to %s", name, sorted.get(i), sorted.get(j))
                        .isLessThanOrEqualTo(rate.burst() + passed);
            }
        }
    }
}
