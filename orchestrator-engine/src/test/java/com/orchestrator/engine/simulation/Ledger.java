package com.orchestrator.engine.simulation;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.request.CompensateRequest;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.plan.OnUnknown.Choice;
import com.orchestrator.engine.plan.SagaPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The oracle. It is told what workers and operators see (deliveries, keys, reports, answers, the run's public state) and
 * judges by {@code semantics.md} alone; it never looks into the engine. Sections in messages are those of that page.
 */
final class Ledger {

    private enum Direction {
        FORWARD,
        ROLLBACK,
        /** Ended, and nobody wants anything undone. */
        SETTLED
    }

    private enum TurnState {
        IN_FLIGHT,
        DONE,
        DEAD,
        RETRIED,
        BY_HAND
    }

    /** What became of one effect, which is one forward idempotency key, and of its undos. */
    private static final class Effect {
        final Shape.Work work;

        @Nullable
        String key;

        int held;
        boolean happened;
        boolean succeeded;
        boolean inDoubt;
        boolean closed;
        boolean skippedUndo;
        boolean saidToStay;
        boolean stands;
        /** Nobody can say whether it happened, and the definition wants that settled before it is tried again. */
        boolean isQuestion;
        /** Somebody was asked since the rollback began, and could not say. */
        boolean askedInVain;

        final List<Delivery> doubtful = new ArrayList<>();
        long since;
        int nonce = -1;
        int nextNonce = -1;

        @Nullable
        String variables;

        int owed;
        final List<TurnState> turns = new ArrayList<>();

        Effect(Shape.Work work) {
            this.work = work;
        }

        boolean mustBeUndone() {
            return switch (work.undo()) {
                case NEVER -> false;
                case WHEN_COMPLETED -> happened;
                case WHEN_ATTEMPTED -> happened || inDoubt;
            };
        }

        /** Whether the engine owes a turn and may begin it; behind a dead letter it has to wait for a person. */
        boolean isPending() {
            boolean owesMore = mustBeUndone() && turns.size() < Math.max(1, owed);
            return turns.contains(TurnState.RETRIED) || (owesMore && !turns.contains(TurnState.DEAD));
        }

        /** Whether nobody has to do anything more about it. */
        boolean isDoneWith() {
            return !isPending() && turns.stream().allMatch(turn -> turn == TurnState.DONE || turn == TurnState.BY_HAND);
        }

        /** Whether nothing takes it back although it may be there. */
        boolean mustStay() {
            return work.irreversible() && (happened || inDoubt);
        }

        boolean inFlight() {
            return turns.contains(TurnState.IN_FLIGHT);
        }
    }

    private final Shape shape;
    private final Map<String, Effect> current = new LinkedHashMap<>();
    private final List<Effect> all = new ArrayList<>();
    private final Map<String, Effect> byKey = new HashMap<>();
    private final Map<String, Delivery> lastLeased = new HashMap<>();
    private final Set<String> deliveredForward = new HashSet<>();
    private Direction direction = Direction.FORWARD;
    private Set<String> scope = Set.of();
    private boolean retryPromised;
    /** A person has ended the run and wants nothing undone, whatever comes to light. */
    private boolean isAbandoned;

    private Set<String> retriedByHand = new HashSet<>();
    private @Nullable Set<String> promised;
    private final Set<String> begunNow = new HashSet<>();
    private final Map<String, Integer> rounds = new HashMap<>();
    private final Set<String> roundsJustBegun = new HashSet<>();
    private WorkflowState state = WorkflowState.RUNNING;
    private long clock;

    Ledger(Shape shape) {
        this.shape = shape;
        shape.works().values().forEach(work -> open(work));
    }

    private void open(Shape.Work work) {
        Effect effect = new Effect(work);
        current.put(work.id(), effect);
        all.add(effect);
    }

    private static void claim(boolean holds, String promise, Object... facts) {
        if (!holds) {
            throw new AssertionError(String.format(promise, facts));
        }
    }

    boolean isForward() {
        return direction == Direction.FORWARD;
    }

    // ---- what workers see

    /** @param before state of the run before the command that handed it out */
    void delivered(Delivery delivery, WorkflowState before) {
        Delivery last = lastLeased.put(delivery.taskId, delivery);
        boolean hasGrown = last == null || delivery.token > last.token + (last.end == Delivery.End.HELD ? 0 : 1);
        claim(hasGrown, "3.1: token of %s after %s", delivery, last);
        claim(before != WorkflowState.PAUSED, "7: %s was leased while the run was paused", delivery);
        if (delivery.isProbe()) {
            Effect effect = effectOf(delivery);
            claim(effect.inDoubt, "D1: %s asks about what is not in doubt", delivery);
            claim(effect.held == 0, "D1: %s asks about work that is leased", delivery);
        }
        if (!delivery.isForward()) {
            return;
        }
        claim(direction == Direction.FORWARD, "5.4: %s was leased after the rollback began", delivery);
        Effect effect = current.get(delivery.taskId);
        claim(effect.held == 0, "3: %s was leased twice at once", delivery);
        claim(!effect.isQuestion, "D1: %s was leased although nobody knows whether it has happened", delivery);
        if (effect.key == null) {
            claim(byKey.put(delivery.key, effect) == null, "4: key %s stands for two effects", delivery.key);
            effect.key = delivery.key;
        }
        claim(effect.key.equals(delivery.key), "4: key of %s was %s", delivery, effect.key);
        effect.held++;
        for (String other : deliveredForward) {
            claim(
                    !shape.comesAfter(other, delivery.taskId),
                    "6: %s was leased after its successor %s",
                    delivery,
                    other);
        }
        deliveredForward.add(delivery.taskId);
    }

    /** @param variables of the run when the report was sent */
    void ended(Delivery delivery, Delivery.End end, String variables) {
        delivery.end = end;
        if (!delivery.isForward()) {
            return;
        }
        Effect effect = effectOf(delivery);
        effect.held--;
        switch (end) {
            case SUCCEEDED -> happened(effect, delivery.nonce, variables);
            case UNCERTAIN, SILENT -> {
                effect.inDoubt = true;
                effect.doubtful.add(delivery);
                effect.since = ++clock;
                if (end == Delivery.End.SILENT) {
                    becameQuestion(delivery);
                }
            }
            case DID_NOT_HAPPEN, RELEASED, HELD -> {}
        }
    }

    /** Its worker cannot say whether it happened; one that fell silent never will. */
    void becameQuestion(Delivery delivery) {
        Effect effect = effectOf(delivery);
        effect.isQuestion = direction == Direction.FORWARD && effect.work.onUnknown() != Choice.RETRY;
    }

    // ---- what probes find out

    /** What a probe would say, whose worker looks at the world. */
    String lookFor(Delivery probe, boolean inVain) {
        if (inVain) {
            return "{\"happened\":\"perhaps\"}";
        }
        return effectOf(probe).stands
                ? "{\"happened\":true,\"output\":{\"nonce\":" + probe.nonce + "}}"
                : "{\"happened\":false}";
    }

    /** @param variables of the run when the answer was sent */
    void answered(Delivery probe, String variables) {
        probe.end = Delivery.End.SUCCEEDED;
        Effect effect = effectOf(probe);
        String said = Objects.requireNonNull(probe.answer);
        if (said.contains("true")) {
            happened(effect, probe.nonce, variables);
            effect.doubtful.forEach(delivery -> delivery.isConfirmed = effect.doubtful.size() == 1);
        } else if (said.contains("false")) {
            effect.inDoubt = false;
            effect.isQuestion = false;
        } else {
            askedInVain(probe);
        }
    }

    void askedInVain(Delivery probe) {
        effectOf(probe).askedInVain = true;
    }

    private void happened(Effect effect, int nonce, String variables) {
        effect.isQuestion = false;
        effect.happened = true;
        effect.succeeded = true;
        effect.since = ++clock;
        effect.nonce = nonce;
        effect.variables = variables;
    }

    private Effect effectOf(Delivery delivery) {
        String key = delivery.key.replaceFirst(":probe$", "");
        return Objects.requireNonNull(byKey.get(key), key);
    }

    /** The world knows when effects really happen and vanish; the engine does not. */
    void effectStands(String key, boolean stands) {
        Effect effect = byKey.get(key);
        if (effect != null) {
            effect.stands = stands;
        }
    }

    /** A success that was refused because it came late. */
    void lateSuccess(Delivery delivery, String variables) {
        Effect effect = effectOf(delivery);
        if (effect.closed && isAbandoned) {
            return;
        }
        boolean begun = !effect.turns.isEmpty();
        if (!effect.succeeded || begun) {
            effect.nextNonce = delivery.nonce;
            effect.variables = variables;
            if (!effect.inFlight() && !effect.turns.contains(TurnState.DEAD)) {
                effect.nonce = delivery.nonce;
            }
        }
        effect.happened = true;
        effect.isQuestion = false;
        boolean isPassed = effect.closed || (direction == Direction.ROLLBACK && scope.contains(delivery.taskId));
        if (begun && isPassed) {
            effect.owed = effect.turns.size() + 1;
        }
    }

    /** An undo that nobody has begun is taken back, since another one has to come first. */
    void undoPutBack(String taskId, String key) {
        Effect effect = undoneBy(key);
        int turn = turnOf(key);
        if (effect.turns.size() == turn && effect.turns.get(turn - 1) == TurnState.IN_FLIGHT) {
            effect.turns.remove(turn - 1);
            begunNow.remove(taskId);
        }
    }

    void undoSucceeded(Delivery delivery) {
        turn(delivery, TurnState.DONE);
    }

    /** An undo was reported with a kind that rules out another attempt, or has failed too often. */
    void undoGaveUp(Delivery delivery) {
        turn(delivery, TurnState.DEAD);
    }

    private void turn(Delivery delivery, TurnState to) {
        Effect effect = undoneBy(delivery.key);
        int turn = turnOf(delivery.key);
        claim(
                effect.turns.get(turn - 1) == TurnState.IN_FLIGHT,
                "5.5: %s is %s and was accepted as %s",
                delivery,
                effect.turns.get(turn - 1),
                to);
        effect.turns.set(turn - 1, to);
    }

    private static int turnOf(String undoKey) {
        String turn = undoKey.substring(undoKey.indexOf(":undo") + 5);
        return turn.isEmpty() ? 1 : Integer.parseInt(turn.substring(1));
    }

    private Effect undoneBy(String undoKey) {
        String key = undoKey.substring(0, undoKey.indexOf(":undo"));
        return Objects.requireNonNull(byKey.get(key), undoKey);
    }

    // ---- what operators do

    void completedByHand(String taskId, int nonce, String variables) {
        happened(current.get(taskId), nonce, variables);
    }

    void skippedByHand(String taskId) {
        current.get(taskId).since = ++clock;
    }

    /** A person wants it tried again all the same. */
    void doubtDismissed(String taskId) {
        current.get(taskId).isQuestion = false;
    }

    void undoSettledByHand(String taskId, boolean withEvidence) {
        Effect effect = deadLetter(taskId);
        effect.turns.set(effect.turns.indexOf(TurnState.DEAD), TurnState.BY_HAND);
        effect.skippedUndo |= !withEvidence;
        effect.stands &= !withEvidence;
        takeNext(effect);
    }

    /** @return key of the effect that is to be undone */
    String undoRetriedByHand(String taskId) {
        Effect effect = deadLetter(taskId);
        effect.turns.set(effect.turns.indexOf(TurnState.DEAD), TurnState.RETRIED);
        retriedByHand.add(taskId);
        return Objects.requireNonNull(effect.key);
    }

    /** The oldest one, if there are several. */
    private Effect deadLetter(String taskId) {
        return all.stream()
                .filter(effect -> effect.work.id().equals(taskId) && effect.turns.contains(TurnState.DEAD))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "5.7: the undo of " + taskId + " was dealt with by hand, but it had not given up"));
    }

    private static void takeNext(Effect effect) {
        if (effect.nextNonce >= 0) {
            effect.nonce = effect.nextNonce;
        }
    }

    /** Completed pivots among the given work. */
    private boolean hasPassedPivot(Set<String> works) {
        return shape.pivots().stream().anyMatch(id -> works.contains(id) && current.get(id).succeeded);
    }

    private boolean hasPassedPivot() {
        return hasPassedPivot(shape.works().keySet());
    }

    private Set<String> scopeOf(CompensateRequest request) {
        return request.toSavepoint() == null
                ? shape.workFrom(request.fromTaskId())
                : shape.workAfter(request.toSavepoint());
    }

    /** A compensate request was refused because of a pivot. */
    void crossingRefused(CompensateRequest request) {
        claim(hasPassedPivot(scopeOf(request)), "5.9: %s crosses no pivot, but was refused for one", request);
        claim(!request.force(), "5.9: %s was refused although it was forced", request);
    }

    /** A compensate request was accepted. */
    void compensateRequested(CompensateRequest request, @Nullable Set<String> plan) {
        Set<String> works = scopeOf(request);
        claim(request.force() || !hasPassedPivot(works), "5.9: %s crosses a pivot without force", request);
        beginRollback(works);
        retryPromised = request.then() == CompensateRequest.Then.RETRY;
        promised = plan;
    }

    /** A cancel or terminate was accepted; the engine has to roll back, or must not. */
    void stopRequested(boolean undo) {
        if (undo && direction == Direction.FORWARD) {
            claim(!hasPassedPivot(), "5.9: a cancel or terminate with undo was accepted after the pivot");
            beginRollback(shape.works().keySet());
        } else if (undo && retryPromised) {
            claim(!hasPassedPivot(), "5.9: a cancel with undo was accepted after the pivot");
            goAllTheWay();
        } else if (!undo) {
            direction = Direction.SETTLED;
            isAbandoned = true;
        }
    }

    /** A rollback that was to go forward again does not. */
    private void goAllTheWay() {
        scope = shape.works().keySet();
        retryPromised = false;
        promised = null;
    }

    void reopenedByHand() {
        claim(state == WorkflowState.FAILED, "5.12: a run that is %s was sent forward again by hand", state);
        goForward();
    }

    private void beginRollback(Set<String> works) {
        direction = Direction.ROLLBACK;
        scope = works;
        retryPromised = false;
        begunNow.clear();
        promised = null;
        retriedByHand = new HashSet<>();
        all.forEach(effect -> effect.askedInVain = false);
    }

    private void goForward() {
        direction = Direction.FORWARD;
        isAbandoned = false;
        deliveredForward.clear();
        current.values().stream()
                .filter(effect -> effect.work.onUnknown() != Choice.VERIFY)
                .forEach(effect -> effect.isQuestion = false);
    }

    // ---- what everybody sees after a command

    void sees(WorkflowState now, @Nullable Cause cause) {
        boolean goesForward = switch (now) {
            case RUNNING, SUSPENDED, COMPLETED -> true;
            case PAUSED -> cause == null;
            case COMPENSATING, COMPENSATION_FAILED -> cause == null;
            case COMPENSATED, FAILED, CANCELLED, TERMINATED -> false;
        };
        claim(!goesForward || direction != Direction.ROLLBACK, "5.12: the run is %s after a rollback", now);
        if (!goesForward && direction == Direction.FORWARD) {
            stopped(now, Objects.requireNonNull(cause, () -> "2: the run is " + now + " without a cause"));
        }
        boolean cleansUp = goesForward && isUndoing(now);
        claim(!cleansUp || leavesSomething(), "2: the run is %s without a cause", now);
        if (cleansUp || now == WorkflowState.COMPLETED || now == WorkflowState.TERMINATED) {
            direction = Direction.SETTLED;
        }
        claim(!now.isTerminal() || isAbandoned || !leavesSomething(), "5.6: the run is %s with undos left", now);
        state = now;
    }

    private static boolean isUndoing(WorkflowState state) {
        return state == WorkflowState.COMPENSATING || state == WorkflowState.COMPENSATION_FAILED;
    }

    /** Whether an effect of an earlier round, of which nobody knew in time, is not undone yet. */
    private boolean leavesSomething() {
        return all.stream().anyMatch(effect -> effect.closed && !effect.isDoneWith());
    }

    /** After each command: what earlier rounds have left is being undone, as far as there is room and no worker has it any more (5.6). */
    void seesEarlierRounds() {
        boolean mayWait = direction == Direction.ROLLBACK
                || isAbandoned
                || isStopped()
                || inFlight() >= shape.sagaPlan().parallelismMax();
        for (Effect effect : all) {
            boolean isLeft = effect.closed && effect.isPending() && !effect.inFlight() && effect.held == 0;
            claim(mayWait || !isLeft, "5.6: %s is not being undone", effect.key);
        }
    }

    private long inFlight() {
        return all.stream().filter(Effect::inFlight).count();
    }

    private boolean isStopped() {
        return shape.sagaPlan().onUndoFailure() == SagaPlan.OnUndoFailure.SUSPEND
                && all.stream().anyMatch(effect -> effect.turns.contains(TurnState.DEAD));
    }

    private void stopped(WorkflowState now, Cause cause) {
        claim(!hasPassedPivot(), "5.9: the run is %s by itself after its pivot, because of %s", now, cause);
        judgeHandlers(cause);
        if (shape.sagaPlan().compensateOn().contains(cause.kind())) {
            beginRollback(shape.works().keySet());
        } else {
            claim(
                    now.isTerminal() || leavesSomething(),
                    "5.8: %s starts no rollback, but the run is %s",
                    cause.kind(),
                    now);
            direction = Direction.SETTLED;
        }
    }

    /** Something happens; a round that it begins and that fails at once is not repeated. */
    void somethingHappens() {
        roundsJustBegun.clear();
    }

    /** A failure that has reached the run has found no handler on its way that would still have done something. */
    private void judgeHandlers(Cause cause) {
        if (cause.kind() != Cause.Kind.FAILED || cause.taskId() == null) {
            return;
        }
        for (String id : shape.handlersAround(nameOf(cause))) {
            Shape.Handler handler = shape.handlerOf(id);
            claim(
                    roundsJustBegun.contains(id)
                            || (handler.rounds() > 0 && rounds.getOrDefault(id, 0) == handler.rounds()),
                    "5.8: %s failed the run after %s of the rounds of %s at %s",
                    cause.taskId(),
                    rounds.getOrDefault(id, 0),
                    handler,
                    id);
        }
    }

    private static String nameOf(Cause cause) {
        return new NodeKey(Objects.requireNonNull(cause.taskId()), cause.iteration()).toString();
    }

    /** The history says that the run goes back to a save-point by itself. */
    void rolledBackOnFailure(
            String taskId, String savepoint, @Nullable Integer round, CompensateRequest.Then then, Cause cause) {
        claim(direction == Direction.FORWARD, "5.8: %s rolls back a run that does not go forward", taskId);
        claim(!hasPassedPivot(), "5.9: %s rolls back after the pivot", taskId);
        Shape.Handler handler = Objects.requireNonNull(shape.handlerOf(taskId), taskId);
        claim(handler.savepoint().equals(savepoint), "5.8: %s wants %s, not %s", taskId, handler, savepoint);
        claim(shape.handlersAround(nameOf(cause)).contains(taskId), "5.8: %s failed, not %s", cause, taskId);
        boolean retries = then == CompensateRequest.Then.RETRY;
        claim(retries == handler.rounds() > 0, "5.8: %s wants %s, but then comes %s", taskId, handler, then);
        if (retries) {
            int count = rounds.merge(taskId, 1, Integer::sum);
            claim(round != null && round == count, "5.8: round %s of %s is said to be %s", count, taskId, round);
            claim(roundsJustBegun.add(taskId), "5.8: two rounds of %s in one instant", taskId);
            claim(count <= handler.rounds(), "5.8: round %s of %s at %s", count, handler, taskId);
        }
        beginRollback(shape.workAfter(savepoint));
        retryPromised = retries;
    }

    /** The history says that the rollback has passed by what nothing takes back. */
    void leftStanding(String taskId) {
        Effect effect = current.get(taskId);
        claim(direction == Direction.ROLLBACK, "5.9: %s is left standing, but nothing is undone", taskId);
        claim(scope.contains(taskId), "5.9: %s is left standing, but the rollback does not reach that far", taskId);
        claim(effect.mustStay(), "5.9: %s is left standing, but can be undone or did not happen", taskId);
        claim(!effect.saidToStay, "5.9: %s is left standing twice", taskId);
        effect.saidToStay = true;
        begunNow.add(taskId);
    }

    /** The history says that nobody wants what the task has done: it is as good as of an earlier round. */
    void unwanted(String taskId) {
        Effect effect = current.get(taskId);
        claim(effect.happened && effect.mustBeUndone(), "6: %s is unwanted, but has done nothing", taskId);
        claim(
                direction != Direction.ROLLBACK || !scope.contains(taskId),
                "6: %s is undone out of its turn in the rollback",
                taskId);
        claim(!isAbandoned, "6: %s is unwanted, but so is its undo", taskId);
        effect.closed = true;
        open(effect.work);
    }

    /** The history says that a partial rollback is over: its part of the graph begins anew, under new keys. */
    void wentForwardAgain() {
        claim(direction == Direction.ROLLBACK && retryPromised, "5.8: the run goes forward again unasked");
        judgeRollback();
        for (String taskId : scope) {
            Effect effect = current.get(taskId);
            if (effect.mustStay()) {
                effect.saidToStay = false;
                effect.succeeded = false;
            } else if (effect.key != null || effect.mustBeUndone()) {
                effect.closed = true;
                open(effect.work);
            }
        }
        goForward();
    }

    /**
     * An undo is waiting for a worker or in its hands.
     *
     * @param input what the worker is given
     */
    void undoSeen(String taskId, String key, boolean mayNotHaveHappened, int nonce, String variables) {
        String forwardKey = key.substring(0, key.indexOf(":undo"));
        Effect effect = byKey.computeIfAbsent(forwardKey, absent -> adopt(taskId, forwardKey));
        int turn = turnOf(key);
        if (turn <= effect.turns.size()) {
            TurnState known = effect.turns.get(turn - 1);
            if (known == TurnState.RETRIED) {
                judgeUndo(effect, key);
                effect.turns.set(turn - 1, TurnState.IN_FLIGHT);
            }
            claim(
                    effect.turns.get(turn - 1) == TurnState.IN_FLIGHT,
                    "5.5: %s is attempted again, but is %s",
                    key,
                    known);
            return;
        }
        claim(turn == effect.turns.size() + 1, "5.6: %s comes after %s undos", key, effect.turns.size());
        if (turn > 1) {
            takeNext(effect);
        }
        judgeUndo(effect, key);
        claim(
                effect.happened || effect.askedInVain || effect.work.onUnknown() != Choice.VERIFY,
                "D1: %s is undone, but nobody was asked whether it happened",
                key);
        claim(mayNotHaveHappened != effect.happened, "5.1: %s says mayNotHaveHappened=%s", key, mayNotHaveHappened);
        claim(nonce == effect.nonce, "5.2: %s undoes output %s, not %s", key, nonce, effect.nonce);
        claim(
                !effect.happened || variables.equals(effect.variables),
                "5.2: %s is given %s, but variables were %s when it happened",
                key,
                variables,
                effect.variables);
        effect.turns.add(TurnState.IN_FLIGHT);
        if (!effect.closed) {
            begunNow.add(taskId);
        }
        claim(inFlight() <= shape.sagaPlan().parallelismMax(), "5.3: %s is one undo too many at once", key);
    }

    private Effect adopt(String taskId, String forwardKey) {
        Effect effect = current.get(taskId);
        claim(effect.key == null, "4: undo key %s belongs to no delivery of %s", forwardKey, taskId);
        effect.key = forwardKey;
        return effect;
    }

    private void judgeUndo(Effect effect, String key) {
        String taskId = effect.work.id();
        claim(effect.isPending(), "5.1: %s is undone, but need not be", key);
        claim(effect.held == 0, "5.4: %s is undone while its own work is still leased", key);
        claim(!isStopped() || retriedByHand.contains(taskId), "5.7: %s begins although an undo has given up", key);
        if (!effect.closed) {
            claim(direction == Direction.ROLLBACK, "5: %s is undone in a run that does not roll back", key);
            claim(scope.contains(taskId), "5.8: %s is undone, but the rollback does not reach that far", key);
            all.stream()
                    .filter(other -> other != effect && (other.closed || current.containsValue(other)))
                    .forEach(other -> judgeOrder(effect, other, key));
        }
    }

    private void judgeOrder(Effect effect, Effect other, String key) {
        String otherId = other.work.id();
        boolean pending = other.isPending() && (other.closed || scope.contains(otherId));
        boolean open = pending || other.inFlight() || other.held > 0;
        switch (shape.sagaPlan().order()) {
            case GRAPH ->
                claim(
                        !open || !shape.comesAfter(otherId, effect.work.id()),
                        "5.3: %s is undone before %s, which ran after it",
                        key,
                        otherId);
            case REVERSE -> {
                claim(other.held == 0 && !other.inFlight(), "5.3: %s is undone beside %s", key, otherId);
                claim(!pending || other.since <= effect.since, "5.3: %s is undone before the later %s", key, otherId);
            }
            case PARALLEL -> {}
        }
    }

    // ---- judgement

    private void judgeRollback() {
        judgeEarlierRounds();
        for (Effect effect : current.values()) {
            String taskId = effect.work.id();
            if (scope.contains(taskId)) {
                claim(effect.held == 0, "5.4: the rollback ended while %s was leased", taskId);
                claim(!effect.isPending(), "5.1: %s was not undone", taskId);
                claim(
                        effect.isDoneWith(),
                        "5.7: the rollback ended while the undos of %s were %s",
                        taskId,
                        effect.turns);
                boolean engineKnows = effect.work.undo() == Shape.UndoWish.WHEN_ATTEMPTED && !effect.skippedUndo;
                claim(!engineKnows || !effect.stands, "5: the effect of %s still stands", taskId);
                claim(!effect.mustStay() || effect.saidToStay, "5.9: nothing was said of %s, which stays", taskId);
            }
        }
        if (promised != null) {
            promised.removeIf(this::wasRuledOut);
            claim(promised.equals(begunNow), "5.11: the plan said %s, undone were %s", promised, begunNow);
        }
    }

    /** What earlier rounds have done is gone, as far as anybody has told the engine of it. */
    private void judgeEarlierRounds() {
        for (Effect effect : all) {
            if (effect.closed && !isAbandoned) {
                claim(effect.isDoneWith(), "5.6: the undos of %s are %s", effect.key, effect.turns);
                boolean engineKnows = effect.mustBeUndone() && !effect.skippedUndo;
                claim(!engineKnows || !effect.stands, "5.6: the effect %s of an earlier round stands", effect.key);
            }
        }
    }

    private boolean wasRuledOut(String taskId) {
        Effect effect = current.get(taskId);
        return effect.work.onUnknown() == Choice.VERIFY && !effect.mustBeUndone() && !effect.mustStay();
    }

    /** A plan is kept until something happens that it could not foresee. */
    void planIsVoid() {
        promised = null;
    }

    /** To be asked when nothing moves any more. */
    void judgeEnd(@Nullable Cause cause) {
        claim(state.isTerminal(), "the run is stuck in %s", state);
        judgeEarlierRounds();
        if (state == WorkflowState.COMPLETED) {
            claim(
                    current.values().stream().allMatch(effect -> effect.turns.isEmpty()),
                    "5: work of a completed run was undone");
            claim(cause == null, "2: a completed run has the cause %s", cause);
            return;
        }
        claim(cause != null, "2: the run is %s without a cause", state);
        if (direction == Direction.SETTLED) {
            claim(state != WorkflowState.COMPENSATED, "2: nothing was to be undone, but the run is %s", state);
            return;
        }
        judgeRollback();
        boolean anythingUndone = all.stream().anyMatch(effect -> !effect.turns.isEmpty());
        claim(
                anythingUndone == (state == WorkflowState.COMPENSATED),
                "2: the run is %s, and undone were %s effects",
                state,
                all.stream().filter(effect -> !effect.turns.isEmpty()).count());
    }
}
