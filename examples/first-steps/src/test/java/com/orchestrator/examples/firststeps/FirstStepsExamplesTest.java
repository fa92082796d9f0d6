package com.orchestrator.examples.firststeps;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.embedded.EmbeddedOrchestrator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the README says is printed. */
class FirstStepsExamplesTest {

    private static EmbeddedOrchestrator orchestrator;

    private final List<String> printed = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void open() {
        orchestrator = EmbeddedOrchestrator.inMemory();
    }

    @AfterAll
    static void close() {
        orchestrator.close();
    }

    private List<String> played(Consumer<Stage> example) {
        example.accept(new Stage(orchestrator.url(), line -> printed.add(line.strip())));
        return printed;
    }

    @Test
    void hello_completes() {
        assertThat(played(Hello::play)).containsExactly("hello-1 COMPLETED {\"text\":\"Hello, you\"}");
    }

    @Test
    void whatIsApproved_isOrdered_andWhatIsNot_givesBackTheMoney() {
        assertThat(played(HumanApproval::play))
                .containsExactly(
                        "hold 400",
                        "order chairs",
                        "chairs COMPLETED {\"orderedFor\":\"chairs\"}",
                        "hold 400000",
                        "give back",
                        "yacht COMPENSATED");
    }

    @Test
    void eachParcel_getsALabel_andLosesItWhenOneIsTooBig() {
        assertThat(played(FanOut::play))
                .startsWith("three COMPLETED [\"L-mug\",\"L-lamp\",\"L-chair\"]")
                .anyMatch(line -> line.startsWith("void L-"))
                .endsWith("too-big COMPENSATED");
    }

    @Test
    void aBookingThatHasCompleted_isUndoneByItsOwnDefinition() {
        assertThat(played(SubWorkflows::play))
                .containsExactly(
                        "to-rome COMPLETED [\"flight booked\",\"hotel booked\"]",
                        "cancel a booking",
                        "to-atlantis COMPENSATED");
    }
}
