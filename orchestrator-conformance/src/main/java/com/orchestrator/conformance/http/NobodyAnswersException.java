package com.orchestrator.conformance.http;

/** No server has answered a call, however often it was repeated. */
public final class NobodyAnswersException extends RuntimeException {

    NobodyAnswersException(String call) {
        super("Nobody answers " + call);
    }
}
