package io.awe4lb.spi;

/** Where an exporter that sends tells what becomes of it. Any thread; does not block. The log and the events get what is new in it. */
public interface ExportLog {

    /** Everything was sent. */
    void sent();

    /**
     * Nothing, or not everything, was sent.
     *
     * @param sentence why, and what to do; without secrets
     */
    void failed(String sentence);
}
