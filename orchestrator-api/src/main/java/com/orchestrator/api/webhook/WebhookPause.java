package com.orchestrator.api.webhook;

/** Why a webhook sends nothing. */
public enum WebhookPause {
    /** Somebody has paused it. */
    PERSON,
    /** The receiver has answered 410: it wants nothing more. */
    GONE,
    /** Nothing was taken for as long as the webhook may fail. */
    FAILING,
    /** What comes next is older than what is kept of the feed; whoever resumes it says where it goes on. */
    FORGOTTEN
}
