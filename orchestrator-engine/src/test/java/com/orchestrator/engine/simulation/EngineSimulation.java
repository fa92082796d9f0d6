package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.StartWorkflowRequest;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.service.StartedWorkflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One case: some runs of random workflows that run each other, on one server or two that are killed at random, in a random
 * world. First chaos; then the world heals and every run has to come to its end; then everything that can be known of it
 * from outside has to be one story.
 */
final class EngineSimulation {

    private static final Set<String> DULL = Set.of("WORKFLOW_STARTED", "SIGNAL_RECEIVED");
    private static final int CHAOS_STEPS = 60;
    private static final int LABOURS = 12;
    private static final int REPORTS = 5;
    private static final int ENOUGH_MAX = 5;
    private static final int HEALING_ROUNDS_MAX = 400;
    private static final int ROOTS_MAX = 2;

    final Servers servers;
    final Oddities oddities;
    private final Random random;
    private final Family family;
    private final Chronicle chronicle;
    private final Effects effects;
    private final Crew crew;
    private final People people;
    private final StoreAudit storeAudit;
    private final ClaimAudit claimAudit;
    final PermitAudit permitAudit;
    private final OverflowAudit overflowAudit;
    final JobAudit jobAudit;
    private final Underway underway;
    private final Wardens wardens;
    private final Clients clients;
    final Correspondence correspondence;
    private final boolean isLookedInto;
    private final int roots;
    private final double meddling;
    private final int enough;
    private boolean hasTurnedBack;
    private long refusals;
    private final Map<String, Set<UUID>> answers = new LinkedHashMap<>();
    private final Map<String, Integer> created = new LinkedHashMap<>();

    EngineSimulation(long seed, Story story) {
        random = new Random(seed);
        Scarcity scarcity = new Scarcity(seed);
        family = new Family(random, scarcity, new Sequels(seed));
        oddities = new Oddities(seed);
        Map<RuleName, Limit> limits = scarcity.set(family.taskTypes());
        servers = new Servers(
                random, family.plans(), 1 + random.nextInt(2), Servers.Weather.of(random), oddities, story, limits);
        underway = new Underway(servers.store);
        JobDeeds deeds = new JobDeeds();
        wardens = new Wardens(seed, servers, scarcity, limits);
        clients = new Clients(seed, servers, scarcity);
        permitAudit = new PermitAudit(family, servers.store, underway, clients);
        jobAudit = new JobAudit(servers.store, underway, clients, deeds);
        isLookedInto = scarcity.hasLimits() || clients.putJobs();
        servers.watch(this::judgeStep);
        chronicle = new Chronicle(servers.store.reads());
        effects = new Effects(family, chronicle);
        crew = new Crew(servers, effects, deeds, random);
        people = new People(servers, family, chronicle, effects, random);
        claimAudit = new ClaimAudit(family, servers.store);
        overflowAudit = new OverflowAudit(family, servers.store, chronicle);
        storeAudit = new StoreAudit(family, servers.store, chronicle, claimAudit);
        roots = (random.nextInt(3) == 0 ? ROOTS_MAX : 1)
                + scarcity.moreStarts(family.of(Family.ROOT).plan());
        correspondence = new Correspondence(seed, servers, family, roots);
        meddling = random.nextInt(4) / 20.0;
        enough = 1 + random.nextInt(ENOUGH_MAX);
        family.lines().forEach(line -> story.tell(() -> line));
    }

    void play() {
        chaos(random.nextInt(CHAOS_STEPS));
        for (int i = random.nextInt(LABOURS); i > 0; i--) {
            labour();
        }
        chaos(random.nextInt(CHAOS_STEPS));
        servers.calmDown();
        wardens.letGo();
        for (int i = 0; i < roots; i++) {
            start("run-" + i);
        }
        heal();
        chronicle.runs().forEach(people::tryToRevive);
        heal();
        people.retryWhatFailed();
        heal();
        if (random.nextInt(3) == 0) {
            people.takeBack();
            heal();
        }
        servers.assertNobodyWasLost();
        judge();
    }

    private void judgeStep() {
        overflowAudit.look();
        if (isLookedInto) {
            underway.look();
            permitAudit.judge();
            jobAudit.judge();
        }
    }

    // ---- chaos

    private void chaos(int steps) {
        for (int i = 0; i < steps; i++) {
            chaos();
            wardens.meddle();
            clients.act();
            correspondence.write(this::isThere);
            oddities.strike(chronicle.runs(), servers.store, servers.story);
            askWhyNothingMoves();
            haveSecondThoughts();
            servers.throwFaults();
            claimAudit.judgeRows(chronicle.runs());
        }
    }

    /** Once enough has been done that undoing it is worth a case. */
    private void haveSecondThoughts() {
        if (!hasTurnedBack && effects.standing() >= enough) {
            hasTurnedBack = true;
            people.turnBack();
        }
    }

    private void chaos() {
        if (random.nextDouble() < meddling) {
            people.meddle();
            return;
        }
        switch (random.nextInt(40)) {
            case 0, 1 -> start("run-" + random.nextInt(roots));
            case 2, 3, 4, 5, 6, 7, 8, 9 -> crew.poll(random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(20));
            case 10, 11, 12, 13, 14, 15, 16, 17 -> crew.reportSomething();
            case 18 -> crew.sayAgain();
            case 19 -> crew.renewSomething();
            case 20, 21 -> servers.pass(Duration.ofMillis(random.nextInt(40_000)));
            case 22, 23 -> servers.sweep();
            case 24, 25 -> signal();
            case 26, 27 -> lookAndKill();
            default -> servers.step();
        }
    }

    /** Work gets on, for better or worse: servers and workers are no better than in chaos, but nobody is idle. */
    private void labour() {
        servers.settle();
        crew.poll(Duration.ZERO);
        crew.poll(Duration.ZERO);
        servers.settle();
        for (int i = 0; i < REPORTS && crew.reportSomething(); i++) {
            servers.settle();
            haveSecondThoughts();
            askWhyNothingMoves();
        }
        signal();
        wardens.meddle();
        clients.act();
        correspondence.write(this::isThere);
        oddities.strike(chronicle.runs(), servers.store, servers.story);
        lookAndKill();
        servers.pass(Duration.ofSeconds(random.nextInt(15)));
        servers.sweep();
        servers.throwFaults();
    }

    /** At any moment: a run that is well is never called lost, and there is always something to say. */
    private void askWhyNothingMoves() {
        List<WorkflowInstance> runs = chronicle.runs();
        if (!runs.isEmpty() && oddities.isAsked()) {
            WorkflowInstance run = oddities.pick(runs);
            servers.explain(run.instanceId())
                    .ifPresent(said -> assertThat(said.reasons())
                            .as("why %s does not move", run.runId())
                            .isNotEmpty()
                            .extracting(Reason::code)
                            .doesNotContain(ReasonCode.WAKE_SOURCE_LOST));
        }
    }

    /** What a server would find that had to start now, and what one finds that does. */
    private void lookAndKill() {
        if (random.nextInt(8) == 0) {
            storeAudit.judge(servers.all());
            servers.kill();
        }
    }

    private void start(String runId) {
        StartWorkflowRequest request = new StartWorkflowRequest(
                "shop",
                Family.ROOT,
                runId,
                Payload.ofJson("{\"run\":\"" + runId + "\"}"),
                Map.of(),
                null,
                1,
                null,
                null);
        servers.story.tell(() -> servers.now() + "somebody starts " + runId);
        servers.call(engine -> engine.workflows().startWorkflow(request), new Servers.Caller<StartedWorkflow>() {
            @Override
            public void answered(StartedWorkflow started) {
                isThere(started);
            }

            @Override
            public void refused(OrchestratorException refusal) {
                assertThat(refusal.code()).as("why %s is refused", runId).isEqualTo(ErrorCode.CONCURRENCY_LIMIT);
                overflowAudit.judgeRefusal(Family.ROOT, runId);
                refusals++;
            }

            @Override
            public void leftAlone() {}
        });
    }

    private void isThere(StartedWorkflow started) {
        answers.computeIfAbsent(started.runId(), id -> new LinkedHashSet<>()).add(started.instanceId());
        created.merge(started.runId(), started.deduplicated() ? 0 : 1, Integer::sum);
    }

    /** Those of whom nobody knows that they are there: there was no room for them, perhaps. */
    private void startTheOthers() {
        for (int i = 0; i < roots; i++) {
            if (!answers.containsKey("run-" + i)) {
                start("run-" + i);
            }
        }
    }

    private void signal() {
        List<String> names = family.signals();
        if (!names.isEmpty()) {
            people.signal(names.get(random.nextInt(names.size())));
        }
    }

    // ---- healing

    private void heal() {
        crew.heal();
        for (int i = 0; i < HEALING_ROUNDS_MAX; i++) {
            servers.settle();
            if (i > 0 && allIsQuiet()) {
                return;
            }
            healingRound();
            servers.throwFaults();
        }
        throw new AssertionError("Runs do not come to their end: " + lastWords());
    }

    private void healingRound() {
        startTheOthers();
        chronicle.runs().forEach(people::help);
        clients.help();
        servers.settle();
        overflowAudit.judgeCalm();
        crew.poll(Duration.ZERO);
        servers.settle();
        while (crew.reportSomething()) {
            servers.settle();
            haveSecondThoughts();
        }
        people.signalAll(family.signals());
        servers.pass(Duration.ofSeconds(random.nextInt(40)));
        servers.sweep();
    }

    /** What the runs that go on were doing last. */
    private String lastWords() {
        return chronicle.runs().stream()
                .filter(instance -> !instance.state().isTerminal())
                .map(this::lastWords)
                .collect(Collectors.joining("\n"));
    }

    private String lastWords(WorkflowInstance run) {
        List<String> history = lines(run);
        return String.join("\n", history.subList(Math.max(0, history.size() - 12), history.size()));
    }

    private List<String> lines(WorkflowInstance run) {
        return chronicle.history(run.instanceId()).stream()
                .filter(entry -> !DULL.contains(entry.type()))
                .map(entry -> run.runId() + " " + entry.sequenceNumber() + " " + entry.type() + " "
                        + Chronicle.nameOf(entry) + " " + entry.data())
                .toList();
    }

    private boolean allIsQuiet() {
        return answers.size() == roots
                && clients.areServed()
                && crew.hands().stream().noneMatch(Hand::isOpen)
                && servers.store.leases().findTold(1).isEmpty()
                && servers.store.setAside().count() == 0
                && chronicle.runs().stream()
                        .allMatch(instance -> instance.state().isTerminal());
    }

    // ---- the end

    private void judge() {
        Map<WorkflowInstance, List<HistoryEntry>> histories = new LinkedHashMap<>();
        chronicle.runs().forEach(run -> histories.put(run, chronicle.history(run.instanceId())));
        judgeStarts(histories.keySet());
        histories.forEach(this::judgeRun);
        new TreeAudit(family, histories, people.leftAsTheyAre()).judge(effects.all());
        claimAudit.judgeHistories(histories);
        permitAudit.judgeEnd();
        jobAudit.judgeEnd(servers.all().get(0).jobs());
        overflowAudit.judgeEnds();
        correspondence.judge(histories);
        storeAudit.judge(servers.all());
        judgeQuiet();
    }

    private void judgeStarts(Set<WorkflowInstance> runs) {
        assertThat(runs.stream().filter(run -> run.parentInstanceId() == null))
                .as("runs, one for each run id")
                .hasSize(roots);
        assertThat(runs.stream().map(run -> run.workflow() + " " + run.runId()))
                .as("children, each started once")
                .doesNotHaveDuplicates();
        assertThat(answers).hasSize(roots);
        answers.forEach((runId, ids) ->
                assertThat(ids).as("8: answers to the starts of %s", runId).hasSize(1));
        created.forEach((runId, count) -> assertThat(count)
                .as("8: starts of %s that were no repetition", runId)
                .isLessThanOrEqualTo(1));
    }

    private void judgeRun(WorkflowInstance run, List<HistoryEntry> history) {
        Shape shape = family.of(run.workflow());
        List<Hand> hands = crew.hands().stream()
                .filter(hand -> hand.task.instanceId().equals(run.instanceId()))
                .toList();
        List<Effects.Effect> own = effects.all().stream()
                .filter(effect -> effect.lineage.last().runId().equals(run.runId()))
                .toList();
        new Audit(shape, run, history, hands).judge();
        new UndoAudit(shape, history, own, hands).judge();
    }

    /** Nothing is left in the tables that would ever be found again. */
    private void judgeQuiet() {
        servers.clock.advance(Duration.ofDays(365));
        assertThat(servers.store.leases().findExpiredLeases(10)).as("leases").isEmpty();
        assertThat(servers.store.leases().findDueRuns(10)).as("timers").isEmpty();
        assertThat(servers.store.leases().findTold(10)).as("messages").isEmpty();
        assertThat(servers.store.leases().findDueWatches(10))
                .as("watched leases")
                .allSatisfy(watch -> assertThat(watch.runs()).isEmpty());
        assertThat(servers.store.leases().whatIsDue(Set.of("default")).strands())
                .as("ready work")
                .isEmpty();
    }

    /** Histories of all runs, for people. */
    List<String> histories() {
        return chronicle.runs().stream().flatMap(run -> lines(run).stream()).toList();
    }

    List<WorkflowInstance> runs() {
        return chronicle.runs();
    }

    /** How often histories say this. */
    long said(String type) {
        return chronicle.runs().stream()
                .flatMap(run -> chronicle.history(run.instanceId()).stream())
                .filter(entry -> entry.type().equals(type))
                .count();
    }

    /** Runs that have completed and were undone by somebody all the same. */
    long takenBack() {
        return chronicle.runs().stream()
                .filter(run -> run.state() == WorkflowState.COMPENSATED
                        && chronicle.history(run.instanceId()).stream()
                                .anyMatch(entry -> entry.type().equals("WORKFLOW_COMPLETED")))
                .count();
    }

    /** Starts that were refused for want of room. */
    long refusals() {
        return refusals;
    }

    /** Runs that have ended for this reason of their own. */
    long endedBy(String code) {
        return chronicle.runs().stream()
                .map(WorkflowInstance::cause)
                .filter(cause ->
                        cause != null && cause.taskId() == null && cause.code().equals(code))
                .count();
    }

    List<WorkflowState> endings() {
        return chronicle.runs().stream().map(WorkflowInstance::state).toList();
    }
}
