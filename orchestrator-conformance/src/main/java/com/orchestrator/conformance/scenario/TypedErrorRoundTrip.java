package com.orchestrator.conformance.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.conformance.stage.BrokenPromise;
import com.orchestrator.conformance.stage.Run;
import com.orchestrator.conformance.stage.Stage;

/** A worker's error comes back as it was said, with code and details, in the attempt, the cause and the undo's input. */
final class TypedErrorRoundTrip implements Scenario {

    private static final String DEFINITION = Shop.workflow("typed-error-round-trip", """
              - id: charge
                task: payment.charge
                queue: QUEUE
                retry: { maxAttempts: 1 }
                compensate:
                  task: payment.refund
                  queue: QUEUE
                  input: { because: "${ error.code }", psp: "${ error.details.psp }" }
            """);

    private static final String DETAILS = """
            {"psp":{"name":"Zürich ☂","ratio":1.5E-7,"big":9007199254740993,"none":null,"list":[1,"two",false]}}""";

    @Override
    public String name() {
        return "typed-error-round-trip";
    }

    @Override
    public void play(Stage stage) {
        String failure = "{\"kind\":\"retryable\",\"code\":\"PSP_TIMEOUT\",\"message\":\"no answer\",\"details\":"
                + DETAILS + "}";
        stage.on("charge", job -> job.fail(Stage.json(failure)));

        Run run = stage.hire().start(DEFINITION, Shop.ORDER);

        run.endsAs("COMPENSATED");
        run.hasCause("FAILED", "PSP_TIMEOUT", "charge");
        BrokenPromise.unless(
                run.instance().at("/cause/message").asText().equals("no answer"),
                "The cause has the worker's own words.",
                run.instance().path("cause"));
        JsonNode error = run.attempts("charge").stream()
                .filter(attempt -> attempt.state().equals("FAILED"))
                .findFirst()
                .map(attempt -> attempt.item().path("error"))
                .orElseThrow(() -> new BrokenPromise("The attempt that failed is shown. Found: " + run.attempts()));
        BrokenPromise.unless(error.equals(Stage.json(failure)), "An error is shown as the worker has said it.", error);
        BrokenPromise.unless(
                stage.awaitJob("charge:undo").input().path("because").asText().equals("PSP_TIMEOUT")
                        || run.isDisturbed(),
                "The undo's input can use the error.",
                stage.awaitJob("charge:undo").input());
    }
}
