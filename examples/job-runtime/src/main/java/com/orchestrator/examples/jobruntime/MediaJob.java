package com.orchestrator.examples.jobruntime;

import com.orchestrator.worker.JobTraits;
import com.orchestrator.worker.JobType;

/** All jobs there are. A worker that lacks a handler for one of them does not start. */
public sealed interface MediaJob extends JobTraits {

    /** The library it is done for. */
    @Override
    String entityId();

    /** Reads a whole file; a second one for the same file is not taken while the first is open. */
    @JobType(value = "media.process-file", queue = "media", workload = "Heavy")
    record ProcessFile(String path, String entityId) implements MediaJob {
        @Override
        public String dedupeKey() {
            return path;
        }
    }

    /** Reads a few lines. */
    @JobType(value = "media.index-document", queue = "media", workload = "Light")
    record IndexDocument(String content, String entityId) implements MediaJob {}

    /** Has no budget of its own. */
    @JobType(value = "media.tell-owner", queue = "media", workload = "Notice")
    record TellOwner(String message, String entityId) implements MediaJob {}
}
