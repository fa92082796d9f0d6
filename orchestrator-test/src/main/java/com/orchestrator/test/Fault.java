package com.orchestrator.test;

/** What goes wrong with one delivery of a task to a worker. */
enum Fault {
    /** The worker says a final no, and has done nothing. */
    REFUSED("is refused by its handler, with nothing done"),
    /** The worker says that it did not work, and has done nothing; the engine may try again. */
    FAILED("fails, with nothing done"),
    /** The worker dies before the handler has begun. */
    LOST_BEFORE("is lost: its worker dies before it begins"),
    /** The handler has done everything, and its worker dies before it says so. */
    LOST_AFTER("is done, but its worker dies before it says so"),
    /** The server has heard what the worker said, and the worker does not know it: it says so again. */
    SAID_TWICE("is done, and its worker says so twice"),
    /** The handler is so slow that its lease ends; another worker is given the task, and then the first says that it is done. */
    OVERTAKEN("is done, but so late that another worker has done it as well"),
    /** The handler begins when everybody has given the worker up. */
    LATE("is done when nobody waits for it any more");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    /** Behind the name of a task. */
    String words() {
        return words;
    }
}
