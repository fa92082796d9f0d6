package com.orchestrator.conformance.worker;

import com.fasterxml.jackson.databind.JsonNode;

/** What a worker does with one delivery of a task. */
@FunctionalInterface
public interface Act {

    void perform(Job job);

    /** Does it and says so. */
    static Act does() {
        return job -> {
            job.effect();
            job.complete();
        };
    }

    static Act does(JsonNode output) {
        return job -> {
            job.effect();
            job.complete(output);
        };
    }

    /** A business "no": nothing was done. */
    static Act refuses(String code) {
        return job -> job.fail("compensate", code);
    }

    /** Does not do it and says why. */
    static Act fails(String kind, String code) {
        return job -> job.fail(kind, code);
    }

    /** Does it, but reports a failure, as when the answer of a payment provider is lost. */
    static Act doesButFails(String kind, String code) {
        return job -> {
            job.effect();
            job.fail(kind, code);
        };
    }

    /** Does not do it, and never says so. */
    static Act fallsSilent() {
        return job -> {};
    }

    /** Does it, and never says so. */
    static Act doesAndFallsSilent() {
        return Job::effect;
    }

    /** Dies with the task in its hands. */
    static Act dies() {
        return Job::killWorker;
    }

    /** Has nothing to undo, and says that all is well. */
    static Act findsNothingToUndo() {
        return Job::complete;
    }

    /** Waits first, and lets nobody know. */
    static Act silentAt(Gate gate, Act then) {
        return job -> {
            if (gate.await()) {
                then.perform(job);
            }
        };
    }

    /** Waits first, keeping its lease. */
    static Act at(Gate gate, Act then) {
        return job -> {
            if (job.waitAt(gate)) {
                then.perform(job);
            }
        };
    }
}
