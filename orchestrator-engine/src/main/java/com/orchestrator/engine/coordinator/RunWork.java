package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.decision.Entry;
import com.orchestrator.engine.decision.ExecutionRun;
import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.store.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run within one batch: what it was when it was loaded, and what the batch has appended to it. */
final class RunWork {

    private final Run run;
    private final long loadedSequenceNumber;
    private final List<Entry> entries = new ArrayList<>();
    private Map<ExecutionRun, Boolean> touched = Map.of();

    RunWork(Run run) {
        this.run = run;
        this.loadedSequenceNumber = run.sequenceNumber();
    }

    Run run() {
        return run;
    }

    long loadedSequenceNumber() {
        return loadedSequenceNumber;
    }

    List<Entry> entries() {
        return entries;
    }

    boolean hasChanged() {
        return !entries.isEmpty();
    }

    /** The run as rows; remembers which executions changed, for the effects. */
    RunRecord toRecord() {
        touched = run.takeTouched();
        return RunRows.record(run, touched, loadedSequenceNumber, entries);
    }

    /** Executions the batch has changed. */
    Set<ExecutionRun> touched() {
        return touched.keySet();
    }

    void add(RunChange change) {
        entries.addAll(change.entries());
    }
}
