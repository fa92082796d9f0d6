package com.orchestrator.worker;

import com.orchestrator.api.job.JobHistory;
import com.orchestrator.api.model.Priority;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a class, usually a record, whose values are jobs of one type. Its JSON is the payload. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface JobType {

    /** The type, as workers and lists name it. It can stay for ever, whatever becomes of the class. */
    String value();

    /** The budget its jobs count in; none when left empty. */
    String workload() default "";

    /** Where workers find its jobs; the type when left empty. */
    String queue() default "";

    /** The order in which its jobs are handed out, unless one says otherwise. */
    Priority priority() default Priority.P2;

    /** How much is kept of one that has ended. */
    JobHistory history() default JobHistory.OUTCOME;
}
