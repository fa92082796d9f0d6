package com.orchestrator.engine.lint;

/** What the lint finds. The names are part of the API; {@code docs/reference/lint.md} is made of this list. */
public enum LintCode {
    UNDO_MISSING(
            Severity.WARNING,
            "Work before a pivot has no undo: when the run fails before the pivot, its effect stays",
            "say how it is undone by 'compensate', or 'effect: none' when there is nothing to undo"),
    UNDO_FORGOTTEN(
            Severity.WARNING,
            "Work has no undo, while other work of the definition has one: a rollback leaves its effect",
            "say how it is undone by 'compensate', or that it is meant: 'effect: none' when there is nothing to undo,"
                    + " 'effect: irreversible' when nothing can undo it"),
    IRREVERSIBLE_BEFORE_PIVOT(
            Severity.WARNING,
            "An irreversible task comes before a pivot: when the run fails between them, its effect stays",
            "let it come after the pivot, or make it the pivot"),
    TWO_PIVOTS(
            Severity.ERROR,
            "A pivot always comes after another one: when it starts there is no way back already, so it decides"
                    + " nothing",
            "keep 'pivot' at the task after which nobody wants to go back"),
    PIVOTS_MAY_MEET(
            Severity.WARNING,
            "Two pivots can complete in the same run: the first one takes the way back from the second",
            "have one pivot on each way; cases of one 'switch' exclude each other"),
    PIVOT_IN_LOOP(
            Severity.WARNING,
            "A pivot inside a loop: its first turn takes the way back from all the others",
            "make the loop itself the pivot, or a task behind it"),
    PIVOT_GOES_ON(
            Severity.WARNING,
            "A pivot with 'onError: continue': when it fails the run goes on without one",
            "leave out 'onError', or make a later task the pivot"),
    BOUNDED_RETRY_AFTER_PIVOT(
            Severity.WARNING,
            "A retry policy has limits after a pivot, where they do not hold: there is no way but forward",
            "leave out 'maxAttempts' and 'maxElapsed', or say 'onError: continue' when the task is not essential"),
    FAILS_AFTER_PIVOT(
            Severity.WARNING,
            "The definition itself fails the run after a pivot, when nothing is undone any more",
            "decide it before the pivot, or say 'onError: continue'"),
    RETURN_BEFORE_PIVOT(
            Severity.ERROR,
            "A run can return before its pivot, when work is done that is neither undone nor meant to stay: it would have"
                    + " completed by halves",
            "let it 'fail' instead, so that what was done is undone; or return behind the pivot, or before any work but"
                    + " such with 'effect: none'"),
    HANDLER_NEVER(
            Severity.WARNING,
            "A handler is about codes with which its task cannot fail",
            "look at the spelling of the code, or leave the handler out"),
    UNDO_IN_HANDLER(
            Severity.WARNING,
            "A handler does work that undoes another task, which the rollback of the run would undo once more",
            "let the handler end with 'then: fail' and leave undoing to the rollback, or to 'rollbackTo'"),
    UNDO_AFTER_PIVOT(
            Severity.WARNING,
            "A task that always comes after a pivot has a 'compensate', which runs only when a person undoes the run"
                    + " from there",
            "leave out 'compensate', or let the task come before the pivot"),
    UNDO_READS_UNCERTAIN(
            Severity.WARNING,
            "The input of an undo reads an output or a variable that may not be there when the task is done: then the"
                    + " undo becomes a dead letter",
            "read it with '.?' and orValue(…), or make sure that it is there by then"),
    UNDO_NEEDS_OUTCOME(
            Severity.WARNING,
            "The input of an undo reads a field of 'output' or 'error' that is not there after every outcome: then the"
                    + " undo becomes a dead letter",
            "read it with '.?' and orValue(…), or say 'when: completed' if only an output can be undone"),
    UNDO_IS_FORWARD(
            Severity.WARNING,
            "A task is undone by the same work in the same queue, which would do it once more",
            "name the task type that undoes it"),
    CHILD_RUN_ID_SHARED(
            Severity.WARNING,
            "A run id of a sub-workflow inside a map is the same for every item: all but one fail, since it is taken",
            "let it depend on the item, or leave it out"),
    LOOP_NEVER_ENDS(
            Severity.WARNING,
            "The condition of a loop reads nothing that a turn changes: the loop does nothing, or goes on until it has had"
                    + " 'maxIterations' turns and fails",
            "read the output of a task inside, a variable that is set inside, or the turn's own index"),
    JOIN_NEVER(
            Severity.ERROR,
            "A join waits for more branches than can get through, so its run always fails",
            "let the branches that always fail come after the join, or join 'any'"),
    UNREACHABLE(
            Severity.WARNING,
            "A task never runs, because what comes before it always fails or returns",
            "leave it out, or give what stops the run an 'if'"),
    LEASE_TOO_LONG(
            Severity.WARNING,
            "A lease is not shorter than the execution timeout, so it will never be the first to end",
            "make 'lease' shorter: it is how long a worker may be silent"),
    LOCK_AFTER_PIVOT(
            Severity.WARNING,
            "A lock is taken after a pivot: a run that waits for it, or is in a deadlock, has no way back",
            "take it at a task before the pivot, or at the workflow: it is held until the run has ended"),
    UNDO_IN_FINALLY(
            Severity.WARNING,
            "What is done after a rollback undoes another task, which the rollback has undone already, or a person is asked to",
            "leave undoing to 'compensate'"),
    BOUNDED_RETRY_IN_FINALLY(
            Severity.WARNING,
            "A retry policy has limits in 'finally', where they do not hold: there is nothing to go back to",
            "leave out 'maxAttempts' and 'maxElapsed', or say 'onError: continue' when the task is not essential"),
    FAILS_IN_FINALLY(
            Severity.WARNING,
            "The definition itself fails what is done after a rollback: the run stands still until a person has dealt with it",
            "say what is done then by 'onError', or leave it out: the run ends as the rollback says"),
    LOCK_IN_FINALLY(
            Severity.WARNING,
            "A lock is taken after a rollback: a run that waits for it, or is in a deadlock, has no way back",
            "take it at a task before, or at the workflow: it is held until the run has ended"),
    FINALLY_NEVER(
            Severity.WARNING,
            "'undoFailed' is never done, since the workflow has no undo that could give up",
            "leave it out, or say by 'compensate' what is undone"),
    KEY_MAY_BE_NULL(
            Severity.WARNING,
            "The key of a limit or the name of a lock can be null, and then it does not hold",
            "say with 'orValue(…)' what counts then, or let the schema of the input require it"),
    SENSITIVE_TO_CHILD(
            Severity.WARNING,
            "A sub-workflow is given something sensitive: what its errors say of it is masked only if its own schema marks it",
            "mark it in the schema of that workflow, too; where it does, nothing is left to do"),
    SENSITIVE_TOO_SHORT(
            Severity.WARNING,
            "A sensitive field has values that are too short or too few to be found: they are masked in the input or signal they came in,"
                    + " and not where they are copied to",
            "copy it nowhere, or mark the whole object around it and pass that on"),
    BUDGET_NOT_SET(
            Severity.WARNING,
            "A task names a workload that nobody has set a budget for, so nothing limits it",
            "set it by 'PUT /api/v1/budgets/{workload}', or one for 'default'"),
    SECRET_MISSING(
            Severity.WARNING,
            "A task takes a secret that this server does not have: it would not be handed out, and wait for a person",
            "put it there, as a file '<namespace>/<name>' in the folder of 'orchestrator.secrets.dir', before a run comes to it");

    /** Whether a definition with the finding is refused. */
    public enum Severity {
        ERROR,
        WARNING
    }

    private final Severity severity;
    private final String meaning;
    private final String remedy;

    LintCode(Severity severity, String meaning, String remedy) {
        this.severity = severity;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    public Severity severity() {
        return severity;
    }

    /** One sentence for whoever meets the code for the first time. */
    public String meaning() {
        return meaning;
    }

    /** What can be done about it; the hint of every finding. */
    public String remedy() {
        return remedy;
    }
}
