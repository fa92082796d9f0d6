package com.orchestrator.examples.simplequeue;

import com.orchestrator.worker.JobTraits;
import com.orchestrator.worker.JobType;

/** All jobs there are. */
public sealed interface Letter extends JobTraits {

    /** Is written once, however often it is put while it waits. */
    @JobType(value = "letter.greeting", queue = "letters")
    record Greeting(String name) implements Letter {
        @Override
        public String dedupeKey() {
            return name;
        }
    }

    /** Its address is known at the second attempt. */
    @JobType(value = "letter.invoice", queue = "letters")
    record Invoice(String name) implements Letter {}
}
