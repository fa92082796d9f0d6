package com.orchestrator.worker;

import com.orchestrator.api.job.JobRequest;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.schedule.DayMatch;
import com.orchestrator.api.schedule.Overlap;
import com.orchestrator.api.schedule.Schedule;
import com.orchestrator.api.schedule.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A schedule about to be put: what it starts, when, and what happens when it cannot. */
public final class ScheduleBuilder {

    private final ScheduleHandle handle;
    private final @Nullable String workflow;
    private final @Nullable JobRequest job;
    private final List<String> cron = new ArrayList<>();
    private final List<String> exclude = new ArrayList<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private @Nullable Integer revision;
    private @Nullable Payload input;
    private @Nullable Boolean seconds;
    private @Nullable String every;
    private @Nullable Duration offset;
    private @Nullable String zone;
    private @Nullable DayMatch dayMatch;
    private @Nullable Duration jitter;
    private @Nullable Instant startAt;
    private @Nullable Instant endAt;
    private @Nullable Overlap overlap;
    private @Nullable Duration window;

    ScheduleBuilder(ScheduleHandle handle, String workflow) {
        this.handle = handle;
        this.workflow = workflow;
        this.job = null;
    }

    ScheduleBuilder(ScheduleHandle handle, JobRequest job) {
        this.handle = handle;
        this.workflow = null;
        this.job = job;
    }

    /** Expressions of five fields, minute first; at the times of any of them. */
    public ScheduleBuilder cron(String... expressions) {
        cron.addAll(List.of(expressions));
        return this;
    }

    /** Expressions of six fields, second first; all of a schedule are of one kind. */
    public ScheduleBuilder cronWithSeconds(String... expressions) {
        seconds = true;
        return cron(expressions);
    }

    /** Every so long, whatever clocks say: counted from the first of January 1970 in UTC. */
    public ScheduleBuilder every(Duration interval) {
        every = interval.toString();
        return this;
    }

    /** Every so many days or months of the calendar, counted from {@link #startAt}. */
    public ScheduleBuilder every(Period period) {
        every = period.toString();
        return this;
    }

    /** What an interval begins after. */
    public ScheduleBuilder offset(Duration begin) {
        offset = begin;
        return this;
    }

    /** Whose clocks count; UTC when not called. */
    public ScheduleBuilder zone(ZoneId region) {
        zone = region.getId();
        return this;
    }

    /** Needed when an expression names days of the month and days of the week. */
    public ScheduleBuilder dayMatch(DayMatch match) {
        dayMatch = match;
        return this;
    }

    /** Nothing is due on these days. */
    public ScheduleBuilder exclude(LocalDate first, LocalDate last) {
        exclude.add(first + "/" + last);
        return this;
    }

    /** Nothing is due at the times of this expression. */
    public ScheduleBuilder exclude(String expression) {
        exclude.add(expression);
        return this;
    }

    /** Each start is put off by up to this long, by how long depends on its time alone. */
    public ScheduleBuilder jitter(Duration most) {
        jitter = most;
        return this;
    }

    /** Nothing is due before. */
    public ScheduleBuilder startAt(Instant moment) {
        startAt = moment;
        return this;
    }

    /** Nothing is due after. */
    public ScheduleBuilder endAt(Instant moment) {
        endAt = moment;
        return this;
    }

    /** What happens while a run before it has not ended; {@code skip} when not called. */
    public ScheduleBuilder overlap(Overlap policy) {
        overlap = policy;
        return this;
    }

    /** How old a time may be that is started after all when no server was up; an hour when not called. */
    public ScheduleBuilder catchUp(Duration longest) {
        window = longest;
        return this;
    }

    /** Anything Jackson can write, with <code>${ schedule.at }</code> in texts; the empty object when not called. */
    public ScheduleBuilder input(Object value) {
        input = handle.client().payload(value);
        return this;
    }

    /** Of the workflow; its default at the time of each start when not called. */
    public ScheduleBuilder revision(int number) {
        revision = number;
        return this;
    }

    /** Of the runs. */
    public ScheduleBuilder label(String label, String value) {
        labels.put(label, value);
        return this;
    }

    /**
     * Makes the schedule what was said. The same again changes nothing; one that is paused stays so.
     *
     * @throws OrchestratorProblemException {@code SCHEDULE_INVALID} when it cannot be meant
     */
    public Schedule put() {
        return handle.put(new Body(
                workflow,
                job,
                revision,
                input,
                cron,
                seconds,
                every,
                offset,
                zone,
                dayMatch,
                exclude,
                jitter,
                startAt,
                endAt,
                overlap,
                window == null ? null : new ScheduleSpec.CatchUp(window),
                labels));
    }

    /** What is sent; the name stands in the path. */
    record Body(
            @Nullable String workflow,
            @Nullable JobRequest job,
            @Nullable Integer revision,
            @Nullable Payload input,
            List<String> cron,
            @Nullable Boolean seconds,
            @Nullable String every,
            @Nullable Duration offset,
            @Nullable String zone,
            @Nullable DayMatch dayMatch,
            List<String> exclude,
            @Nullable Duration jitter,
            @Nullable Instant startAt,
            @Nullable Instant endAt,
            @Nullable Overlap overlap,
            ScheduleSpec.@Nullable CatchUp catchUp,
            Map<String, String> labels) {}
}
