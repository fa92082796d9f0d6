package com.orchestrator.engine.run;

import com.orchestrator.engine.history.RunEvent;

/** The folds of one run: how each kind of event changes it. Nobody but the run has them, so nobody else can change it. */
final class Folds implements RunEvent.Folds {

    private final LifecycleFold lifecycle;
    private final TaskFold tasks;
    private final ExecutionFold executions;
    private final UndoFold undos;
    private final ProbeRun.Fold probes;
    private final Mailbox.Fold signals;
    private final ChildFold children;
    private final Claims.Fold claims;

    Folds(Run run) {
        lifecycle = new LifecycleFold(run);
        tasks = new TaskFold(run);
        executions = new ExecutionFold(run);
        undos = new UndoFold(run);
        probes = new ProbeRun.Fold(run);
        signals = new Mailbox.Fold(run);
        children = new ChildFold(run);
        claims = new Claims.Fold(run);
    }

    @Override
    public LifecycleFold lifecycle() {
        return lifecycle;
    }

    @Override
    public TaskFold tasks() {
        return tasks;
    }

    @Override
    public ExecutionFold executions() {
        return executions;
    }

    @Override
    public UndoFold undos() {
        return undos;
    }

    @Override
    public ProbeRun.Fold probes() {
        return probes;
    }

    @Override
    public Mailbox.Fold signals() {
        return signals;
    }

    @Override
    public ChildFold children() {
        return children;
    }

    @Override
    public Claims.Fold claims() {
        return claims;
    }
}
