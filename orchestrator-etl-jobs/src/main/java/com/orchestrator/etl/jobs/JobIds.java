package com.orchestrator.etl.jobs;

import com.orchestrator.api.etl.EtlNames;
import com.orchestrator.api.etl.EtlTask;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids that follow from something else, so that nothing has to be kept to find it by them. */
final class JobIds {

    private JobIds() {}

    /** A job of the same name is the same job, also after it was deleted: its runs are found again. */
    static UUID ofJob(String name) {
        return UUID.nameUUIDFromBytes((EtlNames.NAMESPACE + "/" + name).getBytes(StandardCharsets.UTF_8));
    }

    /** That of the run, but for a bit that says which half it is. Run ids are random in their last 62 bits, so no other run has it. */
    static UUID ofTask(UUID run, EtlTask.Type type) {
        return new UUID(run.getMostSignificantBits(), run.getLeastSignificantBits() ^ (type.ordinal() + 1));
    }

    /** The run that a task would be of, if it is of this type. */
    static UUID runOf(UUID task, EtlTask.Type type) {
        return ofTask(task, type);
    }
}
