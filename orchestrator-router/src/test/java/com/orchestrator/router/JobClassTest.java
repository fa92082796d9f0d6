package com.orchestrator.router;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobClassTest {

    @ParameterizedTest
    @CsvSource({
        "2147483647, job.high, 10",
        "10, job.high, 10",
        "9, job.medium, 5",
        "5, job.medium, 5",
        "4, job.low, 1",
        "0, job.low, 0",
        "-2147483648, job.low, 0"
    })
    void priority_saysTheQueue_andIsHeldToItsMaximum(int priority, String queue, int inTheMessage) {
        JobClass jobs = JobClass.of(priority);

        assertThat(jobs.queue()).isEqualTo(queue);
        assertThat(jobs.messagePriority(priority)).isEqualTo(inTheMessage);
    }
}
