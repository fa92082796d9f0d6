package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.limit.Limit;
import com.orchestrator.api.model.Explanation;
import com.orchestrator.engine.EngineConfig;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.limit.RuleName;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.memory.SettableClock;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.store.StoreUnavailableException;
import com.orchestrator.testkit.FlakyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One server or two over one store, and all that may go wrong with them: commits that fail, commits whose outcome nobody
 * learns, answers that get lost, another server that moves a run while this one is about to write, and servers that are
 * killed at any moment and started again with nothing but the store.
 */
final class Servers {

    /** What a caller knows after a call. */
    interface Caller<T> {

        void answered(T answer);

        void refused(OrchestratorException refusal);

        /** The outcome is not known; calling again must be safe. */
        void leftAlone();
    }

    /**
     * What goes wrong, how often.
     *
     * @param troubles of each step on the way to the database and back
     * @param kills of a server, at each commit
     */
    record Weather(double troubles, double kills) {

        static Weather of(Random random) {
            double[] troubles = {0.0, 0.03, 0.12};
            double[] kills = {0.0, 0.02, 0.08};
            return new Weather(troubles[random.nextInt(3)], kills[random.nextInt(3)]);
        }
    }

    /** The process is gone: nothing of what it was about to do happens. */
    private static final class Killed extends Error {

        private static final long serialVersionUID = 1;

        Killed() {
            super("Killed by the simulation", null, false, false);
        }
    }

    private static final int FORGETFUL = 3;
    private static final int MINDFUL = 1_000;

    final InMemoryEngineStore store;
    final SettableClock clock = SettableClock.standing();
    final Story story;
    private final Instant begin = clock.instant();
    private final EngineConfig config;
    private final Random random;
    private final List<WorkflowPlan> plans;
    private final List<Server> servers = new ArrayList<>();
    private final Weather weather;
    private final Oddities oddities;
    private final List<Throwable> faults = new ArrayList<>();
    private boolean calm;
    private boolean interrupted;
    private double wakesRestored;
    private double setAside;
    private Runnable afterStep = () -> {};
    private boolean hasMoved;
    int lostCommits;
    int unknownCommits;
    int movedBetween;
    int killedBeforeCommit;
    int killedAfterCommit;
    int killedBetween;

    /** @param limits what people have set before there is a server */
    Servers(
            Random random,
            List<WorkflowPlan> plans,
            int count,
            Weather weather,
            Oddities oddities,
            Story story,
            Map<RuleName, Limit> limits) {
        this.oddities = oddities;
        this.random = random;
        this.plans = plans;
        this.weather = weather;
        this.story = story;
        this.config = config(random.nextInt(3) == 0 ? FORGETFUL : MINDFUL);
        store = new InMemoryEngineStore(clock);
        store.neverWaitForLocks();
        Wardens.set(limits, store);
        for (int i = 0; i < count; i++) {
            servers.add(new Server(i));
        }
    }

    private static EngineConfig config(int cachedRuns) {
        return new EngineConfig(
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                3,
                Duration.ofSeconds(1),
                2,
                8,
                cachedRuns,
                100,
                1_000,
                1_000_000);
    }

    /** From now on nothing goes wrong any more. */
    void calmDown() {
        calm = true;
        oddities.mend(store);
        story.tell(() -> "-- from now on the servers and the database are well");
    }

    private boolean strikes() {
        return !calm && random.nextDouble() < weather.troubles();
    }

    private boolean isKilled() {
        return !calm && random.nextDouble() < weather.kills();
    }

    /** One process, and its way to the database. */
    private final class Server implements FlakyStore.Weather {

        private final int number;
        private final SteppedEngine engine;
        private boolean dead;

        Server(int number) {
            this.number = number;
            this.engine = new SteppedEngine(config, new FlakyStore(store, this), plans, clock, random, nanos -> {});
        }

        @Override
        public void onTheWay() {
            stayDead();
            if (strikes()) {
                throw unavailable("No connection");
            }
        }

        @Override
        public void beforeWrites() {
            stayDead();
            if (strikes()) {
                letAnotherAct();
            }
        }

        @Override
        public void beforeWriting(UUID instanceId) {
            oddities.beforeWriting(instanceId);
        }

        @Override
        public void beforeLook() {
            if (oddities.letsOthersAct()) {
                letAnotherAct();
            }
        }

        @Override
        public void beforeCommit() {
            if (isKilled()) {
                killedBeforeCommit++;
                die("before a commit");
            }
            if (strikes()) {
                lostCommits++;
                throw unavailable("Lost before the commit");
            }
        }

        @Override
        public void afterCommit() {
            if (isKilled()) {
                killedAfterCommit++;
                die("after a commit");
            }
            if (strikes()) {
                unknownCommits++;
                throw unavailable("Lost after the commit");
            }
        }

        private void die(String when) {
            dead = true;
            story.tell(() -> now() + "server " + number + " is killed " + when);
            throw new Killed();
        }

        private void stayDead() {
            if (dead) {
                throw new Killed();
            }
        }

        /** Slow enough for another server to do something in between; not while it is itself in between. */
        private void letAnotherAct() {
            if (!interrupted && servers.size() > 1) {
                interrupted = true;
                movedBetween += step(servers.get(1 - number)) ? 1 : 0;
                interrupted = false;
            }
        }

        double setAside() {
            return engine.figure("orchestrator_set_asides_total");
        }

        double wakesRestored() {
            return engine.figure("orchestrator_wake_sources_restored_total")
                    + engine.figure("orchestrator_instances_without_wake_source");
        }
    }

    private static StoreUnavailableException unavailable(String message) {
        return new StoreUnavailableException(message, new IllegalStateException("Drawn by the simulation"));
    }

    /** Somebody looks after whatever a server has done that may have changed something. */
    void watch(Runnable look) {
        afterStep = look;
    }

    // ---- life and death

    /** Any server is killed while it does nothing. */
    void kill() {
        Server server = anyServer();
        server.dead = true;
        killedBetween++;
        story.tell(() -> now() + "server " + server.number + " is killed");
        replaceTheDead();
    }

    /** What a server does; when it dies over it, another takes its place, which knows nothing. */
    private boolean act(Server server, Function<SteppedEngine, Boolean> action) {
        boolean done = actAlone(server, action);
        if (hasMoved && !interrupted) {
            hasMoved = false;
            afterStep.run();
        }
        return done;
    }

    private boolean actAlone(Server server, Function<SteppedEngine, Boolean> action) {
        try {
            return action.apply(server.engine);
        } catch (Killed killed) {
            hasMoved = true;
            return true;
        } finally {
            replaceTheDead();
        }
    }

    private void replaceTheDead() {
        for (int i = 0; i < servers.size(); i++) {
            if (servers.get(i).dead) {
                wakesRestored += servers.get(i).wakesRestored();
                setAside += servers.get(i).setAside();
                servers.set(i, new Server(i));
            }
        }
    }

    // ---- calls

    private Server anyServer() {
        return servers.get(random.nextInt(servers.size()));
    }

    List<SteppedEngine> all() {
        return servers.stream().map(server -> server.engine).toList();
    }

    /** Hands the answer to the caller when it comes, unless it gets lost on the way. */
    <T> void call(Function<SteppedEngine, CompletableFuture<T>> call, Caller<T> caller) {
        Server server = anyServer();
        act(server, engine -> {
            call.apply(engine).whenComplete((answer, failure) -> {
                try {
                    hear(server, answer, failure, caller);
                } catch (AssertionError | RuntimeException fault) {
                    faults.add(fault);
                }
            });
            return true;
        });
    }

    /** Why a run does not move, as any server says; nothing when the server dies over it or cannot read the run. */
    Optional<Explanation> explain(UUID instanceId) {
        List<Explanation> said = new ArrayList<>();
        act(anyServer(oddities), engine -> said.add(engine.workflows().explainWorkflow(instanceId)));
        return said.stream().findFirst();
    }

    private Server anyServer(Oddities source) {
        return source.pick(servers);
    }

    private <T> void hear(Server server, T answer, Throwable failure, Caller<T> caller) {
        if (server.dead || strikes()) {
            caller.leftAlone();
        } else if (failure == null) {
            caller.answered(answer);
        } else {
            refused(failure, caller);
        }
    }

    /** What a caller could not believe; a future would keep it to itself. */
    void throwFaults() {
        if (!faults.isEmpty()) {
            throw new AssertionError(faults.get(0).getMessage(), faults.get(0));
        }
    }

    /** Runs that were set aside, by all servers there were. */
    long setAside() {
        return Math.round(
                setAside + servers.stream().mapToDouble(Server::setAside).sum());
    }

    /** A walk over runs that others are moving must not take any of them for lost, and none may get lost. */
    void assertNobodyWasLost() {
        double now = servers.stream().mapToDouble(Server::wakesRestored).sum();
        assertThat(wakesRestored + now).as("runs that nothing would have moved").isZero();
    }

    /** What was said may be kept; nobody knows before the run goes on. */
    private boolean isOfOneRun(Throwable cause) {
        return oddities.hasFaults()
                && cause instanceof OrchestratorException refusal
                && (refusal.code() == ErrorCode.SET_ASIDE || refusal.code() == ErrorCode.INTERNAL);
    }

    private <T> void refused(Throwable failure, Caller<T> caller) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof StoreUnavailableException || cause instanceof Killed || isOfOneRun(cause)) {
            caller.leftAlone();
        } else if (cause instanceof OrchestratorException refusal && refusal.code() != ErrorCode.INTERNAL) {
            if (refusal.code() == ErrorCode.UNAVAILABLE) {
                caller.leftAlone();
            } else {
                caller.refused(refusal);
            }
        } else {
            throw new AssertionError("A server met a fault", cause);
        }
    }

    /** A caller that repeats nothing and learns nothing. */
    static <T> Caller<T> told(Consumer<T> answered) {
        return new Caller<>() {
            @Override
            public void answered(T answer) {
                answered.accept(answer);
            }

            @Override
            public void refused(OrchestratorException refusal) {}

            @Override
            public void leftAlone() {}
        };
    }

    // ---- time

    /** When it is, to begin a line of the story with. */
    String now() {
        return "+" + Duration.between(begin, clock.instant()).toMillis() / 1_000.0 + "s ";
    }

    /** Everybody's time passes, though not alike: servers' own clocks are not the one that decides. */
    void pass(Duration time) {
        clock.advance(time);
        for (int i = 0; i < servers.size(); i++) {
            Duration passed = random.nextDouble() < 0.1 ? Duration.ZERO : time;
            act(servers.get(i), engine -> {
                engine.pass(passed);
                return true;
            });
        }
    }

    void sweep() {
        for (int i = 0; i < servers.size(); i++) {
            act(servers.get(i), engine -> {
                engine.sweep();
                hasMoved = true;
                return true;
            });
        }
    }

    boolean step() {
        return step(anyServer());
    }

    private boolean step(Server server) {
        return act(server, engine -> {
            boolean worked = engine.step();
            hasMoved |= worked;
            return worked;
        });
    }

    void settle() {
        boolean worked = true;
        while (worked) {
            worked = false;
            for (int i = 0; i < servers.size(); i++) {
                worked |= step(servers.get(i));
            }
        }
    }
}
