package com.orchestrator.etl.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.etl.EtlJob;
import com.orchestrator.api.etl.EtlJobSpec;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.schedule.Timing;
import com.orchestrator.engine.service.ScheduleService;
import com.orchestrator.etl.jobs.Plugins.Side;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether what somebody says is a job. */
final class JobCheck {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,99}");

    private final ConfigCheck configs;
    private final ScheduleService schedules;
    private final Function<String, Optional<EtlJob>> jobs;

    /** @param jobs those that there are, by name */
    JobCheck(ConfigCheck configs, ScheduleService schedules, Function<String, Optional<EtlJob>> jobs) {
        this.configs = configs;
        this.schedules = schedules;
        this.jobs = jobs;
    }

    /** @throws OrchestratorException {@code JOB_INVALID} with every fault */
    void require(EtlJobSpec spec) {
        List<Problem.Detail> faults = new ArrayList<>();
        collectName(faults, spec.name());
        collectSchedule(faults, spec);
        faults.addAll(configs.faults(Side.EXTRACTOR, spec.extractorType(), spec.extractorConfig()));
        faults.addAll(configs.faults(Side.LOADER, spec.loaderType(), spec.loaderConfig()));
        collectTransform(faults, spec.transform());
        collectDependencies(faults, spec);
        if (!faults.isEmpty()) {
            throw new OrchestratorException(
                    ErrorCode.JOB_INVALID,
                    "This is no job: "
                            + faults.stream()
                                    .map(fault -> fault.pointer() + " " + fault.detail())
                                    .collect(Collectors.joining("; ")),
                    faults);
        }
    }

    private static void collectName(List<Problem.Detail> faults, @Nullable String name) {
        if (name == null) {
            faults.add(ConfigJudge.fault("/name", "'name' is missing", null));
        } else if (!NAME.matcher(name).matches()) {
            faults.add(ConfigJudge.fault(
                    "/name", "is no name of a job", "a letter, then up to 99 letters, digits, '-', '_' and '.'"));
        }
    }

    private void collectDependencies(List<Problem.Detail> faults, EtlJobSpec spec) {
        for (int at = 0; at < spec.dependsOn().size(); at++) {
            String name = spec.dependsOn().get(at);
            if (name.equals(spec.name()) || isBehind(spec.name(), name)) {
                faults.add(ConfigJudge.fault("/depends_on/" + at, "'" + name + "' waits for this job itself", null));
            } else if (jobs.apply(name).isEmpty()) {
                faults.add(ConfigJudge.fault("/depends_on/" + at, "there is no job '" + name + "'", "make it first"));
            }
        }
    }

    /** Whether a job depends on another one, by however many between them. */
    private boolean isBehind(@Nullable String other, String job) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(job));
        while (!open.isEmpty()) {
            List<String> next = jobs.apply(open.pop()).map(EtlJob::dependsOn).orElse(List.of());
            if (other != null && next.contains(other)) {
                return true;
            }
            next.stream().filter(seen::add).forEach(open::push);
        }
        return false;
    }

    /** Whether a text is SQL is for DuckDB to say, which servers do not have. */
    private static void collectTransform(List<Problem.Detail> faults, @Nullable Payload transform) {
        if (transform == null) {
            return;
        }
        JsonNode tree = transform.tree();
        if (tree.isObject()) {
            RowExpressions.read(tree, faults);
        } else if (!tree.isTextual() || tree.asText().isBlank()) {
            faults.add(ConfigJudge.fault(
                    "/transform",
                    "is to be a text with a SELECT, or an object with 'columns' or 'where'",
                    "\"SELECT ... FROM rows\", or {\"columns\": [{\"name\": ..., \"value\": \"row. ...\"}]}"));
        }
    }

    private void collectSchedule(List<Problem.Detail> faults, EtlJobSpec spec) {
        String cron = spec.schedule();
        String zone = spec.zone();
        if (cron == null && zone == null) {
            return;
        }
        if (cron == null) {
            faults.add(ConfigJudge.fault("/zone", "a job without a schedule has no zone", "say /schedule too"));
            return;
        }
        try {
            schedules.preview(Timing.cron(zone == null ? "UTC" : zone, cron), 1, null);
        } catch (OrchestratorException refused) {
            refused.errors()
                    .forEach(error -> faults.add(new Problem.Detail(
                            error.pointer().startsWith("/zone") ? "/zone" : "/schedule",
                            error.line(),
                            error.column(),
                            error.detail(),
                            error.hint())));
            if (refused.errors().isEmpty()) {
                faults.add(ConfigJudge.fault("/schedule", String.valueOf(refused.getMessage()), null));
            }
        }
    }
}
