package com.orchestrator.engine.decision.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.model.FailureKind;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.TaskError;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.decision.RunScope;
import com.orchestrator.engine.decision.attempt.Attempts;
import com.orchestrator.engine.decision.attempt.Probes;
import com.orchestrator.engine.decision.children.Children;
import com.orchestrator.engine.decision.signal.Signals;
import com.orchestrator.engine.history.AttemptControls;
import com.orchestrator.engine.history.ParentRef;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.Emit;
import com.orchestrator.engine.plan.ExpressionFailure;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.WaitTime;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What each kind of task does when its turn has come. */
final class Start implements Node.Visitor {

    private final RunChange change;
    private final Run run;
    private final Forward forward;
    private final TaskRun task;
    private final RunScope scope;

    Start(RunChange change, Forward forward, TaskRun task) {
        this.change = change;
        this.run = change.run();
        this.forward = forward;
        this.task = task;
        this.scope = RunScope.of(run, task);
    }

    @Override
    public void task(Node.Task node) {
        boolean isQuestion = task.isInDoubt() && node.onUnknown().probe() != null;
        if (isQuestion) {
            new Probes(change).ask(task, Duration.ZERO);
            return;
        }
        AttemptControls controls;
        try {
            controls = AttemptControls.of(node.controls(), scope);
        } catch (ExpressionFailure failure) {
            new Attempts(change).suspend(task, Forward.keyError(change, failure));
            return;
        }
        controls = AttemptControls.routed(controls, node.controls().route(), scope);
        Payload input = node.input() == null ? run.input() : node.input().evaluate(scope);
        new Attempts(change).first(task, input, controls);
    }

    @Override
    public void choice(Node.Switch node) {
        int choice = choiceOf(node);
        enter(choice, null);
        if (choice < 0) {
            forward.passed(task, null);
        } else {
            forward.startBlock(run.taskRuns().inside(task, choice));
        }
    }

    private int choiceOf(Node.Switch node) {
        for (int i = 0; i < node.cases().size(); i++) {
            Node.Case option = node.cases().get(i);
            if (option.condition() == null || option.condition().test(scope)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void parallel(Node.Parallel node) {
        enter(null, null);
        for (int i = 0; i < node.branches().size(); i++) {
            if (run.stillWants(task)) {
                forward.startBlock(run.taskRuns().inside(task, i));
            }
        }
    }

    @Override
    public void map(Node.Map node) {
        new Items(change, forward, task).start(node.items().evaluate(scope));
    }

    @Override
    public void loop(Loop node) {
        new Turns(change, forward, task, node).start();
    }

    @Override
    public void signal(Node.Signal node) {
        enter(null, node.timeout() == null ? null : change.in(node.timeout()));
        if (new Signals(change).takeEarly(task, node)) {
            forward.settled(task);
        }
    }

    @Override
    public void sleep(Node.Wait node) {
        JsonNode time = node.time().evaluate(scope).tree();
        Instant dueAt = WaitTime.dueAt(time, change.now());
        if (dueAt.isAfter(change.now())) {
            enter(null, dueAt);
        } else {
            forward.passed(task, null);
        }
    }

    @Override
    public void assign(Node.Assign node) {
        JsonNode values = node.values().evaluate(scope).tree();
        if (!values.isObject()) {
            throw new ExpressionFailure("'set' of task " + task.key() + " is not an object");
        }
        ObjectNode variables = run.variables().tree().deepCopy();
        variables.setAll((ObjectNode) values);
        Payload changed = Payload.ofTree(variables);
        if (new SearchValues(change).update(changed, task.key())) {
            change.emit(
                    new TaskEvent.VariablesSet(task.key().taskId(), task.key().iteration()), changed);
            forward.settled(task);
        }
    }

    @Override
    public void fail(Node.Fail node) {
        Failing failing = new Failing(change);
        failing.failed(task, failing.errorOf(node, task));
    }

    @Override
    public void end(Node.Return node) {
        new Ending(change).returned(task, node.output().evaluate(scope));
    }

    @Override
    public void child(Node.Child node) {
        ParentRef parent = run.parent();
        if (parent != null && parent.depth() >= ParentRef.DEPTH_MAX) {
            String message = "Workflows run each other more than " + ParentRef.DEPTH_MAX + " deep";
            new Failing(change).failed(task, new TaskError(FailureKind.FATAL, "CHILD_TOO_DEEP", message, null));
        } else {
            startOrGoOn(node);
        }
    }

    /** The child that was cut off when this run failed is still there when it is reopened. */
    private void startOrGoOn(Node.Child node) {
        if (task.child() == null) {
            new Children(change).start(task, node, scope);
        } else {
            new Children(change).retry(task, null, null);
        }
    }

    /** It stands in the feed as soon as it stands in the history, in the same transaction as what led to it. */
    @Override
    public void emit(Emit node) {
        Payload data = node.data() == null ? null : node.data().evaluate(scope);
        change.emit(new TaskEvent.EventEmitted(task.key().taskId(), task.key().iteration(), node.event()), data);
        forward.settled(task);
    }

    @Override
    public void handle(Handling node) {
        new Recovery(change, task, node).start();
    }

    private void enter(@Nullable Integer choice, @Nullable Instant dueAt) {
        change.emit(new TaskEvent.TaskEntered(task.key().taskId(), task.key().iteration(), choice, dueAt));
    }
}
