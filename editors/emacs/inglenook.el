;;; inglenook.el --- Ghost text from inglenook through eglot -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; eglot shows inglenook's diagnostics and fixes by itself.  This file adds what eglot lacks: the
;; LSP 3.18 request `textDocument/inlineCompletion', shown as grey text behind point.
;;
;;   (require 'inglenook)
;;   (add-hook 'eglot-managed-mode-hook #'inglenook-mode)
;;
;; eglot runs one server a buffer: a buffer whose language has another server keeps that one.

;;; Code:

(require 'cl-lib)
(require 'eglot)
(require 'jsonrpc)

(defgroup inglenook nil
  "Ghost text from inglenook."
  :group 'tools)

(defcustom inglenook-command '("inglenook" "lsp")
  "Program and arguments of the server."
  :type '(repeat string))

(defcustom inglenook-delay 0.1
  "Seconds without a key before a completion is asked for."
  :type 'number)

(defcustom inglenook-modes
  '(c-mode c++-mode go-mode java-mode js-mode python-mode rust-mode typescript-mode)
  "Major modes whose buffers `inglenook-setup' gives to the server."
  :type '(repeat symbol))

(defface inglenook-ghost '((t :inherit shadow))
  "Face of a completion that is not accepted yet.")

(defclass inglenook-server (eglot-lsp-server) ()
  :documentation "The server, told that this client shows inline completions.")

(cl-defmethod eglot-client-capabilities :around ((_server inglenook-server))
  "Announce inline completion beside what eglot announces."
  (let* ((all (copy-sequence (cl-call-next-method)))
         (document (copy-sequence (plist-get all :textDocument))))
    (plist-put all :textDocument
               (append document '(:inlineCompletion (:dynamicRegistration :json-false))))))

(defun inglenook-setup ()
  "Let eglot start inglenook for `inglenook-modes'."
  (add-to-list 'eglot-server-programs
               (cons inglenook-modes (cons 'inglenook-server inglenook-command))))

(defvar-local inglenook--overlay nil "Overlay that shows the completion.")
(defvar-local inglenook--item nil "Item that the overlay shows.")
(defvar-local inglenook--timer nil "Timer that will ask.")
(defvar-local inglenook--asked 0 "Number of the newest request; answers to older ones are dropped.")

(defun inglenook--region (item)
  "Region (BEG . END) that ITEM replaces."
  (let ((range (plist-get item :range)))
    (cond ((null range) (cons (point) (point)))
          ((fboundp 'eglot-range-region) (eglot-range-region range))
          (t (eglot--range-region range)))))

(defun inglenook--text (item)
  "Text that ITEM inserts."
  (let ((text (plist-get item :insertText)))
    (if (stringp text) text (plist-get text :value))))

(defun inglenook-clear ()
  "Take the completion away."
  (when inglenook--overlay
    (delete-overlay inglenook--overlay))
  (setq inglenook--overlay nil inglenook--item nil))

(defun inglenook--show (item)
  "Show ITEM behind point, if it goes on from what stands there."
  (inglenook-clear)
  (let* ((region (inglenook--region item))
         (text (inglenook--text item))
         (typed (and (<= (car region) (point)) (buffer-substring-no-properties (car region) (point)))))
    (when (and typed (string-prefix-p typed text) (> (length text) (length typed)))
      (let ((ghost (propertize (substring text (length typed)) 'face 'inglenook-ghost)))
        ;; Point is drawn before the ghost, not behind it.
        (put-text-property 0 1 'cursor t ghost)
        (setq inglenook--item item
              inglenook--overlay (make-overlay (point) (point)))
        (overlay-put inglenook--overlay 'after-string ghost)))))

(defun inglenook-request (&optional automatic)
  "Ask for a completion at point; AUTOMATIC when nobody asked by hand."
  (interactive)
  (let* ((server (eglot-current-server))
         (buffer (current-buffer))
         (number (cl-incf inglenook--asked))
         (tick nil)
         (at (point)))
    (when server
      ;; eglot gathers changes for a while; the server must see them before the request.
      (eglot--signal-textDocument/didChange)
      (setq tick (buffer-chars-modified-tick))
      (jsonrpc-async-request
       server :textDocument/inlineCompletion
       (append (eglot--TextDocumentPositionParams)
               `(:context (:triggerKind ,(if automatic 2 1))))
       :success-fn
       (lambda (answer)
         (when (buffer-live-p buffer)
           (with-current-buffer buffer
             ;; An answer to an older text, or another place, would go in at the wrong one.
             (when (and (= number inglenook--asked)
                        (= tick (buffer-chars-modified-tick))
                        (= at (point)))
               (let* ((items (if (vectorp answer) answer (plist-get answer :items)))
                      (item (and (> (length items) 0) (aref items 0))))
                 (when item (inglenook--show item)))))))
       ;; Superseded and given up requests are answered with errors; there is nothing to say.
       :error-fn #'ignore
       :timeout-fn #'ignore
       :timeout 60))))

(defun inglenook-shown ()
  "Text of the completion that is shown, or nil."
  (and inglenook--overlay (substring-no-properties (overlay-get inglenook--overlay 'after-string))))

(defun inglenook-accept ()
  "Put the shown completion into the buffer."
  (interactive)
  (let ((item inglenook--item))
    (when item
      (let ((region (inglenook--region item))
            (command (plist-get item :command))
            (server (eglot-current-server)))
        (inglenook-clear)
        (goto-char (car region))
        (delete-region (car region) (cdr region))
        (insert (inglenook--text item))
        (when (and command server)
          (jsonrpc-async-request
           server :workspace/executeCommand
           `(:command ,(plist-get command :command) :arguments ,(plist-get command :arguments))
           :error-fn #'ignore))))))

(defun inglenook--after-command ()
  "Drop a completion that no longer fits and plan to ask for another."
  (when (and inglenook--overlay (/= (overlay-start inglenook--overlay) (point)))
    (inglenook-clear))
  (when (timerp inglenook--timer)
    (cancel-timer inglenook--timer)
    (setq inglenook--timer nil))
  (when (eq this-command 'self-insert-command)
    (inglenook-clear)
    (let ((buffer (current-buffer)))
      (setq inglenook--timer
            (run-with-timer inglenook-delay nil
                            (lambda ()
                              (when (eq buffer (current-buffer))
                                (inglenook-request t))))))))

(defvar inglenook-mode-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "TAB")
                '(menu-item "" inglenook-accept
                            :filter (lambda (command) (and inglenook--item command))))
    (define-key map (kbd "M-TAB") #'inglenook-request)
    map)
  "Keys of `inglenook-mode'; TAB keeps its own meaning when no completion is shown.")

;;;###autoload
(define-minor-mode inglenook-mode
  "Show inglenook's completions behind point."
  :lighter " ingle"
  (if inglenook-mode
      (progn
        ;; Such a request would reach a server that does not know it.
        (if (and (eglot-current-server) (not (cl-typep (eglot-current-server) 'inglenook-server)))
            (setq inglenook-mode nil)
          (add-hook 'post-command-hook #'inglenook--after-command nil t)))
    (remove-hook 'post-command-hook #'inglenook--after-command t)
    (inglenook-clear)))

(provide 'inglenook)
;;; inglenook.el ends here
