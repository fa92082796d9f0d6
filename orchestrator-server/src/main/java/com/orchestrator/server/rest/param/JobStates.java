package com.orchestrator.server.rest.param;

import com.orchestrator.api.job.JobState;
import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.json.Suggestion;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A list of states of jobs, as {@code state=PENDING,RUNNING}. */
public record JobStates(Set<JobState> values) {

    private static final List<String> NAMES =
            Arrays.stream(JobState.values()).map(Enum::name).toList();

    public JobStates {
        values = Set.copyOf(values);
    }

    public static JobStates fromString(String text) {
        EnumSet<JobState> states = EnumSet.noneOf(JobState.class);
        for (String name : text.split(",", -1)) {
            if (!NAMES.contains(name)) {
                throw Refusals.invalid(
                        "/state",
                        "'" + name + "' is not a state of a job",
                        Suggestion.hint(name, NAMES).orElse("known are " + String.join(", ", NAMES)));
            }
            states.add(JobState.valueOf(name));
        }
        return new JobStates(states);
    }
}
