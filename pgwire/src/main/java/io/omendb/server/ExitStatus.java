package io.omendb.server;

/** How the program ends; scripts may rely on the numbers. */
enum ExitStatus {
    OK(0),
    /** Something unforeseen, or the engine failed while it ran. */
    FAILED(1),
    /** The command line cannot be. */
    USAGE(2),
    DIRECTORY_IN_USE(3),
    PORT_IN_USE(4),
    DIRECTORY_UNUSABLE(5),
    FORMAT_NEWER(6);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
